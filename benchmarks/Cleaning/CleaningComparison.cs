using System.Globalization;
using Millrace.Benchmarks.Ratios;

namespace Millrace.Benchmarks.Cleaning;

/// <summary>Compares both sides' files row for row, in blocks of the key so that memory stays small.</summary>
internal static class CleaningComparison
{
    private const string CleanColumns = "trip_id, vendor, passengers, distance, seconds, fare, payment, pickup";
    private const string QuarantineColumns = CleanColumns + ", _reasons, _source_row";
    private const long BlockRows = 2_000_000;

    /// <summary>Compares.</summary>
    /// <exception cref="WrongResultException">A row is on one side only.</exception>
    public static void Require(CleaningData data, string ours, string theirs)
    {
        Compare(data, "clean", CleanColumns, ours, theirs);
        Compare(data, "quarantine", QuarantineColumns, ours, theirs);
    }

    private static void Compare(CleaningData data, string part, string columns, string ours, string theirs)
    {
        var left = HandWrittenSql.List(Directory.GetFiles(Path.Combine(ours, part), "*.parquet"));
        var right = HandWrittenSql.List(Directory.Exists(Path.Combine(theirs, part)) ? Directory.GetFiles(Path.Combine(theirs, part), "*.parquet") : [Path.Combine(theirs, $"{part}.parquet")]);
        for (var first = 0L; first < data.Rows; first += BlockRows)
        {
            var block = string.Create(CultureInfo.InvariantCulture, $"trip_id >= {first} AND trip_id < {first + BlockRows}");
            string Rows(string files) => $"SELECT {columns} FROM read_parquet({files}) WHERE {block}";
            var differing = HandWrittenSql.Number(
                $"SELECT (SELECT count(*) FROM ({Rows(left)} EXCEPT ALL {Rows(right)})) + (SELECT count(*) FROM ({Rows(right)} EXCEPT ALL {Rows(left)}))");
            if (differing > 0)
            {
                throw new WrongResultException($"{differing} {part} rows with {block} are on one side only");
            }
        }
    }
}
