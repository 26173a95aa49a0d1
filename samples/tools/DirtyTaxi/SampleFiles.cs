using System.Globalization;

namespace Millrace.Samples.DirtyTaxi;

/// <summary>Lays the sample out: dirty training files, the untouched test file, the original rows, the truth.</summary>
internal static class SampleFiles
{
    private const int ReadableFiles = 6;
    private const double KeptShareOfTruncatedFile = 0.6;

    private static readonly string[] Columns =
    [
        "trip_id BIGINT", "vendor_id VARCHAR", "rate_code BIGINT", "passenger_count BIGINT",
        "trip_time_in_secs BIGINT", "trip_distance DOUBLE", "payment_type VARCHAR", "fare_amount DOUBLE",
    ];

    private static readonly string[] ChangedColumns =
    [
        "trip_id BIGINT", "vendor_id VARCHAR", "rate_code BIGINT", "passenger_count BIGINT",
        "trip_minutes DOUBLE", "trip_distance DOUBLE", "payment_type VARCHAR", "fare_amount DOUBLE",
    ];

    /// <summary>Writes all files under <paramref name="folder"/>.</summary>
    public static void Write(
        ParquetStore store, string folder, IReadOnlyList<TaxiTrip> original, IReadOnlyList<TaxiTrip> test, DirtyTable table)
    {
        var train = Path.Combine(folder, "train");
        Directory.CreateDirectory(train);
        for (var part = 0; part < ReadableFiles; part++)
        {
            var from = (int)((long)table.Rows.Count * part / ReadableFiles);
            var to = (int)((long)table.Rows.Count * (part + 1) / ReadableFiles);
            store.Write(PartFile(train, part), Columns, table.Rows.Skip(from).Take(to - from).Select(Values));
        }

        store.Write(PartFile(train, ReadableFiles), ChangedColumns, table.ChangedSchema.Select(ChangedValues));
        store.Write(PartFile(train, ReadableFiles + 1), Columns, table.Truncated.Select(Values));
        CutOff(PartFile(train, ReadableFiles + 1));

        store.Write(Path.Combine(folder, "test.parquet"), Columns, test.Select(Values));
        store.Write(Path.Combine(folder, "original-train.parquet"), Columns, original.Select(Values));
        store.Write(
            Path.Combine(folder, "truth.parquet"),
            ["trip_id BIGINT", "kind VARCHAR", "\"column\" VARCHAR", "original VARCHAR", "planted VARCHAR"],
            table.Truth.Select(dirt => new object?[] { dirt.TripId, dirt.Kind, dirt.Column, dirt.Original, dirt.Planted }));
    }

    private static string PartFile(string folder, int part) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"part-{part:D2}.parquet"));

    private static object?[] Values(TaxiTrip trip) =>
    [
        trip.TripId, trip.VendorId, trip.RateCode, trip.PassengerCount, trip.TripTimeInSecs, trip.TripDistance, trip.PaymentType, trip.FareAmount,
    ];

    private static object?[] ChangedValues(TaxiTrip trip)
    {
        var values = Values(trip);
        values[4] = trip.TripTimeInSecs / 60.0;
        return values;
    }

    private static void CutOff(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.SetLength((long)(file.Length * KeptShareOfTruncatedFile));
    }
}
