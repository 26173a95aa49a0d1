using Millrace.Jobs.Engine.DuckDb;

namespace Millrace.Jobs.Engine.Relations;

/// <summary>Sorts files into one, spilling to the temporary folder where memory does not suffice.</summary>
internal static class Sorting
{
    public static WrittenFile Run(
        ParquetCopy copy, IReadOnlyList<string> files, IReadOnlyList<SortKey> keys, string outputPath, CancellationToken cancellationToken)
    {
        var order = string.Join(", ", keys.Select(Order));
        return copy.Run($"SELECT * FROM {Relation.Source(files)} ORDER BY {order}", outputPath, cancellationToken);
    }

    private static string Order(SortKey key) =>
        $"{DuckDbSession.Name(key.Column)} {(key.Descending ? "DESC" : "ASC")} NULLS {(key.NullsFirst ? "FIRST" : "LAST")}";
}
