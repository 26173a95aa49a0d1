using System.Globalization;
using Apache.Arrow;
using Millrace.Jobs.Engine.DuckDb;
using Millrace.Jobs.Engine.Output;
using Millrace.Jobs.Engine.Relations;
using Millrace.Jobs.Engine.Scanning;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Engine;

/// <summary>
/// The engine inside this process. Scans and outputs share one DuckDB instance without threads of its own, so each works on the thread that its caller gives
/// it; sorts and groupings open a second one with threads for as long as they run.
/// </summary>
internal sealed class EmbeddedEngine : IEngine
{
    private readonly EngineOptions _options;
    private readonly DuckDbInstance _streams;
    private int _outputs;

    private EmbeddedEngine(EngineOptions options, DuckDbInstance streams)
    {
        _options = options;
        _streams = streams;
    }

    /// <summary>Starts the engine.</summary>
    /// <exception cref="EngineException">Options out of range, all named at once, or the engine cannot start.</exception>
    public static EmbeddedEngine Open(EngineOptions options)
    {
        options.Validate();
        try
        {
            return new EmbeddedEngine(options, DuckDbInstance.Open(options, threads: 1));
        }
        catch (DuckDbException exception)
        {
            throw new EngineException("starting the engine", (int)exception.Type, exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScanAssignment> Plan(Snapshot snapshot) => ScanPlanner.Plan(snapshot, _options.AssignmentRows);

    /// <inheritdoc/>
    public IScan OpenScan(Snapshot snapshot, IReadOnlyList<ScanAssignment> assignments, IReadOnlyList<string>? columns, int readers)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(readers);
        return new EmbeddedScan(snapshot, assignments, columns, [.. Enumerable.Range(0, readers).Select(_ => _streams.Connect())], _options);
    }

    /// <inheritdoc/>
    public IParquetOutput OpenOutput(string path, Schema schema) =>
        new ParquetOutput(_streams.Connect(), path, schema, _options, Interlocked.Increment(ref _outputs).ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public Task<DedupeResult> DedupeAsync(
        IReadOnlyList<string> files, IReadOnlyList<string>? keyColumns, string outputFolder, CancellationToken cancellationToken) =>
        Relation.RunAsync(_options, "duplicate removal", session => new DuplicateRemoval(session, _options, files, keyColumns).Run(outputFolder, cancellationToken));

    /// <inheritdoc/>
    public Task<WrittenFile> WriteLosersAsync(
        IReadOnlyList<string> files, IReadOnlyList<string>? keyColumns, string outputPath, CancellationToken cancellationToken) =>
        Relation.RunAsync(_options, "duplicate removal", session => new DuplicateRemoval(session, _options, files, keyColumns).WriteLosers(outputPath, cancellationToken));

    /// <inheritdoc/>
    public Task<WrittenFile> DropAsync(string file, IReadOnlyList<string> loserFiles, string outputPath, CancellationToken cancellationToken) =>
        Relation.RunAsync(_options, "dropping rows", session => RowDrop.Run(new ParquetCopy(session, _options), file, loserFiles, outputPath, cancellationToken));

    /// <inheritdoc/>
    public IRelationEngine OpenRelations() => DuckDbRelations.Open(_options);

    /// <inheritdoc/>
    public Task<WrittenFile> SortAsync(
        IReadOnlyList<string> files, IReadOnlyList<SortKey> keys, string outputPath, CancellationToken cancellationToken) =>
        Relation.RunAsync(_options, "sorting", session => Sorting.Run(new ParquetCopy(session, _options), files, keys, outputPath, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ValueCount>> TopValuesAsync(
        IReadOnlyList<string> files, CountedValues values, int count, CancellationToken cancellationToken) =>
        Relation.RunAsync(_options, $"counting values of {values.Column}", session => TopValues.Run(session, files, values, count, cancellationToken));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _streams.Dispose();
        return ValueTask.CompletedTask;
    }
}
