using System.Globalization;
using Millrace.Jobs.Engine.DuckDb;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Engine.Relations;

/// <summary>
/// Leaves one row of each set of duplicates. First the keys that occur more than once are grouped (this spills), then only their rows are ranked, and the
/// files that hold a losing row are written again without it; so the cost is one grouping plus what there is to remove. The survivor has the smallest
/// (<c>_hash_hi</c>, <c>_hash_lo</c>); of rows equal in that, which are equal rows, the first by source file and row. Borrows the session.
/// </summary>
internal sealed class DuplicateRemoval
{
    private readonly DuckDbSession _session;
    private readonly ParquetCopy _copy;
    private readonly IReadOnlyList<string> _files;
    private readonly IReadOnlyList<string> _keys;

    public DuplicateRemoval(DuckDbSession session, EngineOptions options, IReadOnlyList<string> files, IReadOnlyList<string>? keyColumns)
    {
        _session = session;
        _copy = new ParquetCopy(session, options);
        _files = files;
        _keys = [.. (keyColumns ?? ["_hash_hi", "_hash_lo"]).Select(DuckDbSession.Name)];
    }

    /// <summary>Removes duplicates.</summary>
    /// <param name="outputFolder">Where changed files are written anew; not the folder of an input file.</param>
    /// <param name="cancellationToken">Interrupts DuckDB.</param>
    public DedupeResult Run(string outputFolder, CancellationToken cancellationToken)
    {
        if (_files.Count == 0)
        {
            return new DedupeResult([], 0, 0);
        }

        CheckFolder(outputFolder);
        CheckKeys(cancellationToken);
        Rank(cancellationToken);
        var lost = SmallResult.Read(_session, "SELECT filename, count(*) FROM losers GROUP BY filename", cancellationToken)
            .ToDictionary(row => (string)row[0]!, row => (long)row[1]!, StringComparer.Ordinal);
        var files = _files.Select((file, i) => lost.ContainsKey(file) ? Rewrite(file, i, outputFolder, cancellationToken) : Keep(file, cancellationToken)).ToList();
        return new DedupeResult(files, files.Sum(file => file.Rows), lost.Values.Sum());
    }

    /// <summary>Writes source file and row of every losing row.</summary>
    /// <param name="path">Full path of the file to write.</param>
    /// <param name="cancellationToken">Interrupts DuckDB.</param>
    public WrittenFile WriteLosers(string path, CancellationToken cancellationToken)
    {
        CheckKeys(cancellationToken);
        Rank(cancellationToken);
        return _copy.Run("SELECT _source_file, _source_row FROM losers", path, cancellationToken);
    }

    private void CheckFolder(string outputFolder)
    {
        var folder = Path.GetFullPath(outputFolder);
        if (_files.Any(file => Path.GetDirectoryName(Path.GetFullPath(file)) == folder))
        {
            throw new EngineException("duplicate removal", 0, $"{folder} holds input files; survivors need another folder");
        }
    }

    private void CheckKeys(CancellationToken cancellationToken)
    {
        var columns = string.Join(", ", _keys);
        var types = SmallResult.Read(_session, $"SELECT column_name, column_type FROM (DESCRIBE SELECT {columns} FROM {Relation.Source(_files)})", cancellationToken);
        if (types.FirstOrDefault(row => row[1] is "FLOAT" or "DOUBLE") is { } bad)
        {
            throw new EngineException("duplicate removal", 0, $"key column {bad[0]} is floating point; name columns whose equality is exact");
        }
    }

    private void Rank(CancellationToken cancellationToken)
    {
        var keys = string.Join(", ", _keys);
        var present = string.Join(" AND ", _keys.Select(key => $"{key} IS NOT NULL"));
        _session.Execute(
            $"CREATE TEMP TABLE repeated AS SELECT {keys} FROM {Relation.Source(_files)} WHERE {present} GROUP BY {keys} HAVING count(*) > 1", cancellationToken);
        _session.Execute(
            $"""
            CREATE TEMP TABLE losers AS
            SELECT filename, _source_file, _source_row
            FROM (
                SELECT filename, _source_file, _source_row,
                    row_number() OVER (PARTITION BY {keys} ORDER BY _hash_hi, _hash_lo, _source_file, _source_row) AS place
                FROM {Relation.Source(_files, ", filename = true")} SEMI JOIN repeated USING ({keys}))
            WHERE place > 1
            """,
            cancellationToken);
        _session.Execute("DROP TABLE repeated", cancellationToken);
    }

    private WrittenFile Rewrite(string file, int index, string outputFolder, CancellationToken cancellationToken)
    {
        var query = $"SELECT clean.* FROM {Relation.Source([file])} clean ANTI JOIN losers "
            + "ON clean._source_file = losers._source_file AND clean._source_row = losers._source_row";
        var path = Path.Combine(outputFolder, string.Create(CultureInfo.InvariantCulture, $"part-{index:D5}.parquet"));
        return _copy.Run(query, path, cancellationToken);
    }

    private WrittenFile Keep(string file, CancellationToken cancellationToken)
    {
        var rows = SmallResult.Read(_session, $"SELECT count(*) FROM {Relation.Source([file])}", cancellationToken);
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        return new WrittenFile(file, stream.Length, (long)rows[0][0]!, FileStamp.HashFooter(stream, FileStamp.FooterBytes(stream)));
    }
}
