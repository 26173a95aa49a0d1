using Millrace.Jobs.Engine.DuckDb;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Engine.Scanning;

/// <summary>A running scan: readers take assignments from one list, in order.</summary>
internal sealed class EmbeddedScan : IScan
{
    private readonly IReadOnlyList<ScanAssignment> _assignments;
    private readonly ScanReader[] _readers;
    private int _taken;

    /// <summary>A scan with a reader for each of <paramref name="sessions"/>, which belong to it.</summary>
    public EmbeddedScan(
        Snapshot snapshot, IReadOnlyList<ScanAssignment> assignments, IReadOnlyList<string>? columns, IReadOnlyList<DuckDbSession> sessions, EngineOptions options)
    {
        Snapshot = snapshot;
        Columns = columns;
        _assignments = assignments;
        _readers = [.. sessions.Select(session => new ScanReader(this, session, options))];
    }

    /// <summary>The pinned input.</summary>
    public Snapshot Snapshot { get; }

    /// <summary>The asked-for columns; null for all.</summary>
    public IReadOnlyList<string>? Columns { get; }

    /// <inheritdoc/>
    public IReadOnlyList<IScanReader> Readers => _readers;

    /// <summary>The next assignment for one reader alone; null when none is left. Thread-safe.</summary>
    public ScanAssignment? Take()
    {
        var index = Interlocked.Increment(ref _taken) - 1;
        return index < _assignments.Count ? _assignments[index] : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var reader in _readers)
        {
            reader.Dispose();
        }
    }
}
