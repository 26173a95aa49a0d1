using Millrace.Jobs.Ledger;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Engine.Relations;

/// <summary>Writes a clean file again without named rows.</summary>
internal static class RowDrop
{
    private const string On = "ON clean._source_file = losers._source_file AND clean._source_row = losers._source_row";

    /// <summary>Writes the rows that stay; copies the file where it has none of the named rows.</summary>
    /// <param name="copy">Writes the file.</param>
    /// <param name="file">Full path of a clean file.</param>
    /// <param name="losers">Full paths of Parquet files with <c>_source_file</c> and <c>_source_row</c>, sorted by them within row groups.</param>
    /// <param name="target">Full path of the file to write.</param>
    /// <param name="cancellationToken">Interrupts DuckDB.</param>
    public static WrittenFile Run(
        ParquetCopy copy, string file, IReadOnlyList<string> losers, string target, CancellationToken cancellationToken)
    {
        var session = copy.Session;
        if (losers.Count > 0)
        {
            // The range lets DuckDB skip the row groups of other source files.
            session.Execute(
                $"""
                CREATE OR REPLACE TEMP TABLE losers AS
                SELECT l._source_file, l._source_row
                FROM {Relation.Source(losers)} l
                WHERE l._source_file BETWEEN (SELECT min(_source_file) FROM {Relation.Source([file])}) AND (SELECT max(_source_file) FROM {Relation.Source([file])})
                """,
                cancellationToken);
            var lost = SmallResult.Read(session, $"SELECT count(*) FROM {Relation.Source([file])} clean SEMI JOIN losers {On}", cancellationToken);
            if ((long)lost[0][0]! > 0)
            {
                return copy.Run($"SELECT clean.* FROM {Relation.Source([file])} clean ANTI JOIN losers {On}", target, cancellationToken);
            }
        }

        AtomicFile.Copy(file, target);
        var rows = SmallResult.Read(session, $"SELECT count(*) FROM {Relation.Source([file])}", cancellationToken);
        using var stream = new FileStream(target, FileMode.Open, FileAccess.Read, FileShare.Read);
        return new WrittenFile(target, stream.Length, (long)rows[0][0]!, FileStamp.HashFooter(stream, FileStamp.FooterBytes(stream)));
    }
}
