using System.Globalization;
using Millrace.Jobs.Engine.DuckDb;
using Millrace.Jobs.Engine.Output;

namespace Millrace.Jobs.Engine.Relations;

/// <summary>Writes the rows of queries to Parquet files, in the queries' order. Borrows the session.</summary>
internal sealed class ParquetCopy(DuckDbSession session, EngineOptions options)
{
    /// <summary>Where the queries run.</summary>
    public DuckDbSession Session => session;

    /// <summary>Writes one file: to a temporary name, flushed and renamed.</summary>
    /// <exception cref="OutputWriteException">The file cannot be written.</exception>
    public WrittenFile Run(string query, string path, CancellationToken cancellationToken)
    {
        var file = new OutputFileName(path);
        try
        {
            var settings = string.Create(CultureInfo.InvariantCulture, $"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {options.RowGroupRows}, USE_TMP_FILE false");
            var rows = session.Execute($"COPY ({query}) TO {DuckDbSession.Text(file.Temporary)} ({settings})", cancellationToken);
            return file.Commit(rows);
        }
        catch (DuckDbException exception) when (exception.Type == DuckDB.NET.Native.DuckDBErrorType.Io)
        {
            throw file.Failure(exception);
        }
        catch
        {
            file.Remove();
            throw;
        }
    }
}
