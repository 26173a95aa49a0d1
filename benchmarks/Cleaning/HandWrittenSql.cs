using System.Globalization;
using DuckDB.NET.Data;

namespace Millrace.Benchmarks.Cleaning;

/// <summary>Runs the checked-in statements in a DuckDB of their own, set up as its users are told to for speed.</summary>
internal static class HandWrittenSql
{
    /// <summary>Runs a file of <c>benchmarks/sql</c> after filling in its names in braces.</summary>
    public static void Run(string fileName, int threads, IReadOnlyDictionary<string, string> names)
    {
        var sql = File.ReadAllText(PathOf(fileName));
        foreach (var (name, value) in names)
        {
            sql = sql.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        using var connection = Open(threads);
        Execute(connection, sql);
    }

    /// <summary>Where a file of <c>benchmarks/sql</c> is.</summary>
    public static string PathOf(string fileName) => Path.Combine(AppContext.BaseDirectory, "sql", fileName);

    /// <summary>The first value of a query's first row.</summary>
    public static long Number(string sql)
    {
        using var connection = Open(Environment.ProcessorCount);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Files as <c>read_parquet</c> takes them.</summary>
    public static string List(IEnumerable<string> files) => $"[{string.Join(", ", files.Select(file => $"'{file}'"))}]";

    private static DuckDBConnection Open(int threads)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"SET threads = {threads}; SET preserve_insertion_order = false; SET TimeZone = 'UTC'"));
        return connection;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
