using Millrace.Features.Contracts;

namespace Millrace.Jobs.Survey;

/// <summary>Keeps values of people out of what a survey prints.</summary>
internal static class PersonalStatistics
{
    /// <summary>The snapshot with smallest and largest values only of columns that the contract names and does not call personal.</summary>
    public static Snapshot Without(Snapshot snapshot, TableContract contract)
    {
        var shown = contract.Columns.Where(column => !column.Personal).Select(column => column.SourceName)
            .Except(contract.Columns.Where(column => column.Personal).Select(column => column.SourceName), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        return snapshot with { Files = [.. snapshot.Files.Select(file => file with { RowGroups = [.. file.RowGroups.Select(group => Without(group, file.Columns, shown))] })] };
    }

    private static RowGroup Without(RowGroup group, IReadOnlyList<ColumnSchema> columns, HashSet<string> shown) =>
        group with { Columns = [.. group.Columns.Select((column, c) => column is null || shown.Contains(columns[c].Name) ? column : column with { Minimum = null, Maximum = null })] };
}
