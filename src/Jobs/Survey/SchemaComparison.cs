namespace Millrace.Jobs.Survey;

/// <summary>Compares files' schemas with the first file's, by exact name.</summary>
internal static class SchemaComparison
{
    public static IReadOnlyList<SchemaDifference> Compare(IReadOnlyList<SnapshotFile> files)
    {
        var differences = new List<SchemaDifference>();
        foreach (var file in files)
        {
            AddPartitionKeys(differences, file);
            AddCollisions(differences, file);
            if (file.Ordinal > 0)
            {
                AddColumns(differences, files[0], file);
            }
        }

        return differences;
    }

    private static void AddPartitionKeys(List<SchemaDifference> differences, SnapshotFile file)
    {
        foreach (var part in file.Partitions)
        {
            if (file.Columns.FirstOrDefault(column => column.Name == part.Key) is { } column)
            {
                differences.Add(new(file.Path, part.Key, SchemaDifferenceKind.PartitionKey, "partition key", column.Type));
            }
        }
    }

    private static void AddCollisions(List<SchemaDifference> differences, SnapshotFile file)
    {
        foreach (var group in file.Columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            differences.AddRange(group.Skip(1).Select(column =>
                new SchemaDifference(file.Path, column.Name, SchemaDifferenceKind.CaseCollision, group.First().Name, column.Type)));
        }
    }

    private static void AddColumns(List<SchemaDifference> differences, SnapshotFile first, SnapshotFile file)
    {
        var expected = first.Columns.DistinctBy(column => column.Name).ToDictionary(column => column.Name, StringComparer.Ordinal);
        var found = file.Columns.DistinctBy(column => column.Name).ToDictionary(column => column.Name, StringComparer.Ordinal);
        foreach (var column in first.Columns)
        {
            if (!found.TryGetValue(column.Name, out var other))
            {
                differences.Add(new(file.Path, column.Name, SchemaDifferenceKind.Missing, column.Type, null));
            }
            else if (other.Type != column.Type)
            {
                differences.Add(new(file.Path, column.Name, SchemaDifferenceKind.OtherType, column.Type, other.Type));
            }
        }

        foreach (var column in file.Columns.Where(column => !expected.ContainsKey(column.Name)))
        {
            var spelling = first.Columns.FirstOrDefault(other => string.Equals(other.Name, column.Name, StringComparison.OrdinalIgnoreCase));
            differences.Add(spelling is null
                ? new(file.Path, column.Name, SchemaDifferenceKind.Extra, null, column.Type)
                : new(file.Path, column.Name, SchemaDifferenceKind.CaseCollision, spelling.Name, column.Type));
        }
    }
}
