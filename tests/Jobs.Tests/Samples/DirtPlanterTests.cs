using System.Globalization;
using Millrace.Jobs.Tests.Engine;
using Millrace.Samples.DirtyTaxi;

namespace Millrace.Jobs.Tests.Samples;

/// <summary>The tool that made the taxi sample dirty: the same seed makes the same files, and the truth is what it changed, no more and no less.</summary>
public sealed class DirtPlanterTests : IDisposable
{
    private const ulong SampleSeed = 20130101;
    private static readonly string Sample = Path.Combine(Repository.Root(), "samples", "data", "taxi-fare");

    private static readonly Dictionary<string, Func<TaxiTrip, object?>> Columns = new(StringComparer.Ordinal)
    {
        ["vendor_id"] = trip => trip.VendorId,
        ["rate_code"] = trip => trip.RateCode,
        ["passenger_count"] = trip => trip.PassengerCount,
        ["trip_time_in_secs"] = trip => trip.TripTimeInSecs,
        ["trip_distance"] = trip => trip.TripDistance,
        ["payment_type"] = trip => trip.PaymentType,
        ["fare_amount"] = trip => trip.FareAmount,
    };

    private readonly TestFolder _folder = new();
    private readonly ParquetStore _store = new();
    private readonly IReadOnlyList<TaxiTrip> _original;

    public DirtPlanterTests() => _original = _store.ReadTrips(Path.Combine(Sample, "original-train.parquet"), firstTripId: 1);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_same_seed_makes_the_same_files_and_another_seed_others()
    {
        var (first, second, other) = (Write("first", SampleSeed), Write("second", SampleSeed), Write("other", SampleSeed + 1));
        Assert.Equal(11, first.Count);
        Assert.Equal(first, second);
        Assert.NotEqual(first["truth.parquet"], other["truth.parquet"]);
        Assert.NotEqual(first["train/part-00.parquet"], other["train/part-00.parquet"]);
    }

    [Fact]
    public void The_sample_in_the_repository_is_what_the_tool_makes()
    {
        Write("made", SampleSeed);
        foreach (var file in Enumerable.Range(0, 7).Select(part => $"train/part-{part:00}.parquet").Append("truth.parquet"))
        {
            var (made, kept) = ($"(SELECT * FROM '{_folder.At("made", file)}')", $"(SELECT * FROM '{Path.Combine(Sample, file)}')");
            Assert.Equal(["0|0"], TestFolder.Sql($"SELECT (SELECT count(*) FROM ({made} EXCEPT ALL {kept})), (SELECT count(*) FROM ({kept} EXCEPT ALL {made}))"));
        }
    }

    [Fact]
    public void The_kinds_are_planted_as_often_as_the_sample_says() => Assert.Equal(
        new Dictionary<string, int>
        {
            ["missing_value"] = 4_000,
            ["mixed_case_code"] = 3_000,
            ["misspelt_code"] = 3_000,
            ["time_in_minutes"] = 5_000,
            ["negative_fare"] = 2_500,
            ["impossible_distance"] = 2_500,
            ["exact_duplicate"] = 3_000,
            ["near_duplicate"] = 2_000,
            ["contradictory_pair"] = 2_500,
            ["changed_schema"] = 2_000,
            ["truncated_file"] = 2_000,
        }.OrderBy(kind => kind.Key, StringComparer.Ordinal),
        new DirtPlanter(SampleSeed).Plant(_original).Truth.CountBy(dirt => dirt.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal));

    [Fact]
    public void The_truth_is_what_differs_from_the_original_and_nothing_else()
    {
        var table = new DirtPlanter(SampleSeed).Plant(_original);
        var rows = table.Rows.ToLookup(trip => trip.TripId);
        var truth = table.Truth.ToDictionary(dirt => dirt.TripId);
        var lost = table.ChangedSchema.ToDictionary(trip => trip.TripId, _ => "changed_schema");
        table.Truncated.ToList().ForEach(trip => lost.Add(trip.TripId, "truncated_file"));
        Assert.Equal(_original.Count, rows.Count + lost.Count);
        foreach (var trip in _original)
        {
            var fault = truth.GetValueOrDefault(trip.TripId);
            Assert.True(Holds(trip, fault, [.. rows[trip.TripId]], lost.GetValueOrDefault(trip.TripId)), $"{trip} became {string.Join(" and ", rows[trip.TripId])}; the truth says {fault}");
        }

        Assert.All(table.ChangedSchema.Concat(table.Truncated), trip => Assert.Equal(_original[(int)trip.TripId - 1], trip));
    }

    private static bool Holds(TaxiTrip trip, PlantedDirt? fault, TaxiTrip[] rows, string? lost)
    {
        var changed = rows.Where(row => row != trip).ToArray();
        switch (fault)
        {
            case null:
                return lost is null && rows.Length == 1 && changed.Length == 0;
            case { Column: PlantedDirt.WholeRow }:
                return fault.Kind == lost && rows.Length == 0;
            case { Kind: "exact_duplicate" }:
                return rows.Length == 2 && changed.Length == 0;
            case { Kind: "near_duplicate" }:
                return rows.Length == 2 && changed is [var near] && Differs(trip, near, "trip_distance", fault) && Math.Abs(near.TripDistance!.Value - trip.TripDistance!.Value - 0.01) < 1e-9;
            case { Kind: "contradictory_pair" }:
                return rows.Length == 2 && changed is [var other] && Differs(trip, other, "fare_amount", fault);
            default:
                return rows.Length == 1 && changed is [var struck] && Differs(trip, struck, fault.Column!, fault);
        }
    }

    /// <summary>Whether a row differs from the original in one column alone, and from what to what the truth says.</summary>
    private static bool Differs(TaxiTrip trip, TaxiTrip row, string column, PlantedDirt fault) =>
        Columns.Where(each => !Equals(each.Value(trip), each.Value(row))).Select(each => each.Key).SequenceEqual([column])
            && Text(Columns[column](trip)) == fault.Original && Text(Columns[column](row)) == fault.Planted;

    private static string? Text(object? value) => value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture);

    /// <summary>Has the tool write its files; the hash of each by name.</summary>
    private SortedDictionary<string, string> Write(string name, ulong seed)
    {
        SampleFiles.Write(_store, _folder.At(name), _original, [.. _original.Take(100)], new DirtPlanter(seed).Plant(_original));
        return new SortedDictionary<string, string>(
            Directory.EnumerateFiles(_folder.At(name), "*", SearchOption.AllDirectories).ToDictionary(
                file => Path.GetRelativePath(_folder.At(name), file).Replace('\\', '/'),
                file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))),
            StringComparer.Ordinal);
    }
}
