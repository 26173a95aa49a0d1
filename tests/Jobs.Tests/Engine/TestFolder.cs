using DuckDB.NET.Data;

namespace Millrace.Jobs.Tests.Engine;

/// <summary>A folder for one test, removed with it.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder()
    {
        Path = Directory.CreateTempSubdirectory("millrace-test-").FullName;
    }

    public string Path { get; }

    public string At(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Writes a Parquet file with the rows of a query.</summary>
    public string Parquet(string relative, string query, string options = "")
    {
        var path = At(relative.Split('/'));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        Sql($"COPY ({query}) TO '{path}' (FORMAT parquet{options})");
        return path;
    }

    public string Text(string relative, string content)
    {
        var path = At(relative.Split('/'));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>The rows of a query, each as one text; an independent reader to compare with.</summary>
    public static List<string> Sql(string query)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i =>
                reader.IsDBNull(i) ? "NULL" : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
