using System.Collections.Concurrent;
using Millrace.Jobs.Engine.Columns;
using Millrace.Jobs.Engine.DuckDb;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Engine.Scanning;

/// <summary>Takes assignments one after the other and reads them through a session of its own. Each file is checked against the snapshot before and after.</summary>
internal sealed class ScanReader(EmbeddedScan scan, DuckDbSession session, EngineOptions options) : IScanReader, IDisposable
{
    private readonly Dictionary<string, ConcurrentBag<BatchMemory>> _pools = [];
    private FilePlan? _plan;
    private SnapshotFile? _file;
    private IAssignmentReader? _current;

    /// <inheritdoc/>
    public ScannedBatch? Read(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_current is null && !Open(cancellationToken))
            {
                return null;
            }

            if (ReadCurrent(cancellationToken) is { } batch)
            {
                return batch;
            }

            _current!.Dispose();
            _current = null;
            scan.Snapshot.VerifyUnchanged(_file!);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _current?.Dispose();
        _current = null;
        session.Dispose();
    }

    private bool Open(CancellationToken cancellationToken)
    {
        if (scan.Take() is not { } assignment)
        {
            return false;
        }

        _file = scan.Snapshot.Files[assignment.FileOrdinal];
        scan.Snapshot.VerifyUnchanged(_file);
        if (scan.Snapshot.Spec.Format == InputFormat.Csv)
        {
            _current = new CsvAssignmentReader(_file, scan.Snapshot.Spec.Csv, scan.Columns, options);
            return true;
        }

        if (_plan?.File != _file)
        {
            _plan = Plan(_file, cancellationToken);
        }

        if (!_pools.TryGetValue(_plan.Signature, out var pool))
        {
            _pools.Add(_plan.Signature, pool = []);
        }

        _current = new ParquetAssignmentReader(session, _plan, assignment, options, pool);
        return true;
    }

    private FilePlan Plan(SnapshotFile file, CancellationToken cancellationToken)
    {
        try
        {
            return FilePlan.Read(session, file, scan.Columns, cancellationToken);
        }
        catch (DuckDbException exception)
        {
            scan.Snapshot.VerifyUnchanged(file);
            throw new InputReadException(file.Path, 0, null, 0, $"the engine refuses the file ({exception.Type}). Repair it, or take it out of 'input.files'.");
        }
    }

    private ScannedBatch? ReadCurrent(CancellationToken cancellationToken)
    {
        try
        {
            return _current!.Read(cancellationToken);
        }
        catch (Exception exception) when (exception is InputReadException or IOException)
        {
            // If the file changed under the reader, that is the reason, and it is the one to name.
            scan.Snapshot.VerifyUnchanged(_file!);
            if (exception is InputReadException)
            {
                throw;
            }

            throw new InputReadException(_file!.Path, 0, null, 0, "the operating system refuses to read on", exception);
        }
    }
}
