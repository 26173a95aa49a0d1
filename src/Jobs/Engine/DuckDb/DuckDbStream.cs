using DuckDB.NET.Native;

namespace Millrace.Jobs.Engine.DuckDb;

/// <summary>The rows of a running statement. For one thread at a time; owns the statement and its result.</summary>
internal sealed class DuckDbStream : IDisposable
{
    private readonly DuckDbSession _session;
    private readonly DuckDBPreparedStatement _statement;
    private DuckDBResult _result;
    private bool _disposed;

    public DuckDbStream(DuckDbSession session, DuckDBPreparedStatement statement, DuckDBResult result)
    {
        _session = session;
        _statement = statement;
        _result = result;
    }

    /// <summary>Number of columns.</summary>
    public int ColumnCount => (int)NativeMethods.Query.DuckDBColumnCount(ref _result);

    /// <summary>A column's name.</summary>
    public string ColumnName(int column) => NativeMethods.Query.DuckDBColumnName(ref _result, column) ?? "";

    /// <summary>A column's type; the caller disposes it.</summary>
    public DuckDBLogicalType ColumnType(int column) => NativeMethods.Query.DuckDBColumnLogicalType(ref _result, column);

    /// <summary>The next chunk, which then belongs to the caller; null at the end.</summary>
    /// <exception cref="DuckDbException">The statement failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; DuckDB was interrupted.</exception>
    public DuckDBDataChunk? Fetch(CancellationToken cancellationToken)
    {
        var chunk = NativeMethods.StreamingResult.DuckDBStreamFetchChunk(_result);
        if (!chunk.IsInvalid)
        {
            return chunk;
        }

        chunk.Dispose();
        if (NativeMethods.Query.DuckDBResultErrorType(ref _result) != DuckDBErrorType.Invalid)
        {
            throw DuckDbSession.Failure(ref _result, cancellationToken);
        }

        return null;
    }

    /// <summary>Interrupts fetching when the token is cancelled, until disposed.</summary>
    public CancellationTokenRegistration InterruptOn(CancellationToken cancellationToken) => _session.InterruptOn(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        NativeMethods.Query.DuckDBDestroyResult(ref _result);
        _statement.Dispose();
    }
}
