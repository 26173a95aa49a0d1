using DuckDB.NET.Native;

namespace Millrace.Jobs.Engine.DuckDb;

/// <summary>A connection. For one thread at a time; only cancelling comes from others.</summary>
internal sealed class DuckDbSession(DuckDBNativeConnection connection) : IDisposable
{
    /// <summary>The native handle.</summary>
    public DuckDBNativeConnection Connection { get; } = connection;

    /// <summary>A name as DuckDB quotes it.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text as DuckDB quotes it.</summary>
    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A list of files as <c>read_parquet</c> takes it. Glob characters in a path are escaped, so that a path means that file alone.</summary>
    public static string Files(IEnumerable<string> paths) => $"[{string.Join(", ", paths.Select(path => Text(Literal(path))))}]";

    /// <summary>Runs a statement to its end and gives the rows it changed.</summary>
    /// <exception cref="DuckDbException">It failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; DuckDB was interrupted.</exception>
    public long Execute(string sql, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var interrupt = InterruptOn(cancellationToken);
        var state = NativeMethods.Query.DuckDBQuery(Connection, sql, out var result);
        try
        {
            if (state != DuckDBState.Success)
            {
                throw Failure(ref result, cancellationToken);
            }

            return NativeMethods.Query.DuckDBRowsChanged(ref result);
        }
        finally
        {
            NativeMethods.Query.DuckDBDestroyResult(ref result);
        }
    }

    /// <summary>Runs a statement whose rows are fetched chunk by chunk, on the fetching thread.</summary>
    /// <exception cref="DuckDbException">It was refused.</exception>
    public DuckDbStream Stream(string sql, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var interrupt = InterruptOn(cancellationToken);
        var state = NativeMethods.PreparedStatements.DuckDBPrepare(Connection, sql, out var statement);
        if (state != DuckDBState.Success)
        {
            var words = NativeMethods.PreparedStatements.DuckDBPrepareError(statement);
            statement.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new DuckDbException(DuckDBErrorType.Binder, words ?? "refused");
        }

        state = NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(statement, out var result);
        if (state == DuckDBState.Success)
        {
            return new DuckDbStream(this, statement, result);
        }

        try
        {
            throw Failure(ref result, cancellationToken);
        }
        finally
        {
            NativeMethods.Query.DuckDBDestroyResult(ref result);
            statement.Dispose();
        }
    }

    /// <summary>Interrupts the running statement when the token is cancelled, until disposed.</summary>
    public CancellationTokenRegistration InterruptOn(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static state => NativeMethods.Startup.DuckDBInterrupt(((DuckDbSession)state!).Connection), this);

    /// <inheritdoc/>
    public void Dispose() => Connection.Dispose();

    /// <summary>The failure that a result carries, as an exception to throw.</summary>
    internal static Exception Failure(ref DuckDBResult result, CancellationToken cancellationToken)
    {
        var type = NativeMethods.Query.DuckDBResultErrorType(ref result);
        return cancellationToken.IsCancellationRequested
            ? new OperationCanceledException(cancellationToken)
            : new DuckDbException(type, NativeMethods.Query.DuckDBResultError(ref result) ?? "failed");
    }

    private static string Literal(string path) => path.AsSpan().IndexOfAny("*?[") < 0
        ? path
        : path.Replace("[", "[[]", StringComparison.Ordinal).Replace("*", "[*]", StringComparison.Ordinal).Replace("?", "[?]", StringComparison.Ordinal);
}
