using System.Data;
using DuckDB.NET.Data;

namespace Millrace.Samples.DirtyTaxi;

/// <summary>Reads and writes the sample's Parquet files. One thread, so that rows keep their order.</summary>
internal sealed class ParquetStore : IDisposable
{
    private readonly DuckDBConnection _connection;

    public ParquetStore()
    {
        _connection = new DuckDBConnection("DataSource=:memory:");
        _connection.Open();
        Execute("SET threads = 1");
    }

    /// <summary>The trips of a file in file order, numbered from <paramref name="firstTripId"/>.</summary>
    public IReadOnlyList<TaxiTrip> ReadTrips(string path, long firstTripId)
    {
        using var command = _connection.CreateCommand();
        command.CommandText =
            "SELECT vendor_id, rate_code, passenger_count, trip_time_in_secs, trip_distance, payment_type, fare_amount FROM read_parquet($path)";
        command.Parameters.Add(new DuckDBParameter("path", path));
        using var reader = command.ExecuteReader();
        var trips = new List<TaxiTrip>();
        while (reader.Read())
        {
            trips.Add(new TaxiTrip
            {
                TripId = firstTripId + trips.Count,
                VendorId = reader.GetString(0),
                RateCode = reader.GetInt64(1),
                PassengerCount = reader.GetInt64(2),
                TripTimeInSecs = reader.GetInt64(3),
                TripDistance = reader.GetDouble(4),
                PaymentType = reader.GetString(5),
                FareAmount = reader.GetDouble(6),
            });
        }

        return trips;
    }

    /// <summary>Writes rows as one Parquet file.</summary>
    /// <param name="path">The file; replaced if it is there.</param>
    /// <param name="columns">Column names and SQL types, as in <c>trip_id BIGINT</c>.</param>
    /// <param name="rows">The rows, each with one value per column.</param>
    public void Write(string path, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        Execute($"CREATE OR REPLACE TABLE staged ({string.Join(", ", columns)})");
        using (var appender = _connection.CreateAppender("staged"))
        {
            foreach (var row in rows)
            {
                Append(appender.CreateRow(), row);
            }
        }

        Execute($"COPY staged TO '{path.Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 65536)");
    }

    public void Dispose() => _connection.Dispose();

    private static void Append(IDuckDBAppenderRow target, object?[] row)
    {
        foreach (var value in row)
        {
            _ = value switch
            {
                null => target.AppendNullValue(),
                long number => target.AppendValue(number),
                double number => target.AppendValue(number),
                string text => target.AppendValue(text),
                _ => throw new DataException($"no column takes a {value.GetType()}"),
            };
        }

        target.EndRow();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
