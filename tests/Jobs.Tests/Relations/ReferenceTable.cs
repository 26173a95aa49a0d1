using System.Globalization;
using DuckDB.NET.Data;

namespace Millrace.Jobs.Tests.Relations;

/// <summary>Rows as a reader sees them: a map from column to value. Times are microseconds.</summary>
internal sealed class ReferenceTable(List<Dictionary<string, object?>> rows)
{
    public List<Dictionary<string, object?>> Rows { get; } = rows;

    /// <summary>The rows of Parquet files, through a reader that is not the program's.</summary>
    public static ReferenceTable Read(string glob)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM read_parquet('{glob}')";
        using var reader = command.ExecuteReader();
        var rows = new List<Dictionary<string, object?>>();
        while (reader.Read())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => reader.IsDBNull(i) ? null : Value(reader.GetValue(i)), StringComparer.Ordinal));
        }

        return new ReferenceTable(rows);
    }

    /// <summary>Each row as one text of some columns, in order.</summary>
    public List<string> Lines(IReadOnlyList<string> columns) =>
        [.. Rows.Select(row => string.Join('|', columns.Select(column => Text(row[column])))).Order(StringComparer.Ordinal)];

    private static object Value(object value) => value switch
    {
        DateTime time => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        int number => (long)number,
        _ => value,
    };

    private static string Text(object? value) => value switch
    {
        null => "null",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
