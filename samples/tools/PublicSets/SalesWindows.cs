using System.Globalization;
using DuckDB.NET.Data;

namespace Millrace.Samples.PublicSets;

/// <summary>
/// Invoice lines to windows of daily sales: a row for each of the best-selling articles and each day, with the 28 days before. The articles are chosen by
/// what was sold before the first test day, so nothing of the test is in the choice.
/// </summary>
internal static class SalesWindows
{
    private const int Articles = 100;
    private const int WindowDays = 28;
    private const string FirstTestDay = "2011-05-04";

    /// <summary>Writes <c>windows.parquet</c>; gives the rows.</summary>
    public static int Write(DuckDBConnection connection, string source, string folder)
    {
        var glob = Quoted(Path.Combine(source, "day=*", "*.parquet"));
        var output = Quoted(Path.Combine(folder, "windows.parquet"));
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            SET threads = 1;
            -- Cancellations (invoices that begin with C) and corrections have no positive quantity or price: they are no sales.
            CREATE TABLE sold AS
                SELECT upper(trim(StockCode)) AS article, CAST(day AS DATE) AS day, sum(Quantity) AS units
                FROM read_parquet('{glob}', hive_partitioning = true)
                WHERE Quantity > 0 AND UnitPrice > 0 AND NOT starts_with(InvoiceNo, 'C') AND regexp_matches(StockCode, '^[0-9]')
                GROUP BY ALL;
            CREATE TABLE chosen AS
                SELECT article FROM sold WHERE day < DATE '{FirstTestDay}' GROUP BY article ORDER BY count(*) DESC, article LIMIT {Articles};
            -- Every day of the calendar: a day on which nothing was sold is a day of zero units.
            CREATE TABLE series AS
                SELECT article, CAST(day AS DATE) AS day, coalesce(units, 0) AS units
                FROM chosen CROSS JOIN (SELECT unnest(generate_series((SELECT min(day) FROM sold), (SELECT max(day) FROM sold), INTERVAL 1 DAY)) AS day)
                LEFT JOIN sold USING (article, day);
            CREATE TABLE windows AS
                SELECT article, day, isodow(day) AS weekday, units,
                    lag(units, 7) OVER before AS week_before,
                    avg(units) OVER (before ROWS BETWEEN {WindowDays} PRECEDING AND 1 PRECEDING) AS mean_before,
                    list(ln(1 + units)) OVER (before ROWS BETWEEN {WindowDays} PRECEDING AND 1 PRECEDING) AS sales_before
                FROM series
                WINDOW before AS (PARTITION BY article ORDER BY day);
            COPY (
                SELECT article, day, weekday, CAST(units AS DOUBLE) AS units, CAST(week_before AS DOUBLE) AS week_before, mean_before, sales_before,
                    list_transform(range({WindowDays}), i -> CAST((weekday + i) % 7 = weekday % 7 AS DOUBLE)) AS same_weekday
                FROM windows WHERE len(sales_before) = {WindowDays} ORDER BY article, day
            ) TO '{output}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 4096);
            """);
        command.ExecuteNonQuery();
        command.CommandText = $"SELECT count(*) FROM read_parquet('{output}')";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static string Quoted(string path) => path.Replace("'", "''", StringComparison.Ordinal);
}
