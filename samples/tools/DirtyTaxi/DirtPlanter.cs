using System.Globalization;

namespace Millrace.Samples.DirtyTaxi;

/// <summary>
/// Makes clean trips dirty: every kind of fault strikes its own rows, so that what a cleaning found can be counted kind by
/// kind. The same seed and trips give the same rows.
/// </summary>
internal sealed class DirtPlanter(ulong seed)
{
    private const int LostRowsPerFile = 2_000;
    private const int SecondsPerMinute = 60;

    private readonly SplitMix _random = new(seed);
    private readonly List<TaxiTrip> _rows = [];
    private readonly List<PlantedDirt> _truth = [];

    /// <summary>Plants all faults. To be called once.</summary>
    public DirtyTable Plant(IReadOnlyList<TaxiTrip> trips)
    {
        var pool = trips.ToList();
        _random.Shuffle(pool);
        var changedSchema = Lose(pool, "changed_schema");
        var truncated = Lose(pool, "truncated_file");

        Strike(pool, 4_000, MakeMissing);
        Strike(pool, 3_000, MixCase);
        Strike(pool, 3_000, Misspell);
        Strike(pool, 5_000, TimeInMinutes, trip => trip.VendorId == "VTS" && trip.TripTimeInSecs >= SecondsPerMinute);
        Strike(pool, 2_500, trip => Change(trip with { FareAmount = -trip.FareAmount }, "negative_fare", "fare_amount", trip.FareAmount, -trip.FareAmount));
        Strike(pool, 2_500, ImpossibleDistance);
        Strike(pool, 3_000, trip => Copy(trip, trip, "exact_duplicate", null, null, null));
        Strike(pool, 2_000, NearDuplicate);
        Strike(pool, 2_500, ContradictoryPair, trip => trip.FareAmount >= 3);
        _rows.AddRange(pool);
        _random.Shuffle(_rows);
        return new DirtyTable(_rows, changedSchema, truncated, [.. _truth.OrderBy(dirt => dirt.TripId)]);
    }

    private List<TaxiTrip> Lose(List<TaxiTrip> pool, string kind)
    {
        var lost = pool.GetRange(pool.Count - LostRowsPerFile, LostRowsPerFile);
        pool.RemoveRange(pool.Count - LostRowsPerFile, LostRowsPerFile);
        _truth.AddRange(lost.Select(trip => new PlantedDirt(trip.TripId, kind, PlantedDirt.WholeRow, null, null)));
        return lost;
    }

    private void Strike(List<TaxiTrip> pool, int count, Func<TaxiTrip, TaxiTrip> plant, Func<TaxiTrip, bool>? suits = null)
    {
        var kept = new List<TaxiTrip>(pool.Count);
        foreach (var trip in pool)
        {
            if (count > 0 && (suits is null || suits(trip)))
            {
                _rows.Add(plant(trip));
                count--;
            }
            else
            {
                kept.Add(trip);
            }
        }

        pool.Clear();
        pool.AddRange(kept);
    }

    private TaxiTrip MakeMissing(TaxiTrip trip)
    {
        const string kind = "missing_value";
        var word = _random.Pick<string?>(null, "", "N/A", "?");
        return _random.Below(13) switch
        {
            0 or 1 => Change(trip with { VendorId = word }, kind, "vendor_id", trip.VendorId, word),
            2 => Change(trip with { RateCode = null }, kind, "rate_code", trip.RateCode, null),
            3 or 4 => Change(trip with { PassengerCount = null }, kind, "passenger_count", trip.PassengerCount, null),
            5 or 6 => Change(trip with { TripTimeInSecs = null }, kind, "trip_time_in_secs", trip.TripTimeInSecs, null),
            7 or 8 => Change(trip with { TripDistance = null }, kind, "trip_distance", trip.TripDistance, null),
            9 => Change(trip with { FareAmount = null }, kind, "fare_amount", trip.FareAmount, null),
            _ => Change(trip with { PaymentType = word }, kind, "payment_type", trip.PaymentType, word),
        };
    }

    private TaxiTrip MixCase(TaxiTrip trip)
    {
        const string kind = "mixed_case_code";
        var ofVendor = _random.Below(2) == 0;
        var code = (ofVendor ? trip.VendorId : trip.PaymentType)!;
        var lower = code.ToLowerInvariant();
        var mixed = _random.Below(5) switch
        {
            0 => lower,
            1 => code[..1] + lower[1..],
            2 => lower[..1] + code[1..],
            3 => " " + lower,
            _ => code + "  ",
        };
        return ofVendor
            ? Change(trip with { VendorId = mixed }, kind, "vendor_id", code, mixed)
            : Change(trip with { PaymentType = mixed }, kind, "payment_type", code, mixed);
    }

    private TaxiTrip Misspell(TaxiTrip trip)
    {
        const string kind = "misspelt_code";
        switch (_random.Below(6))
        {
            case 0:
                // The key struck twice, or the code that meters send when they know none.
                var wrong = _random.Below(2) == 0 ? trip.RateCode * 11 : 99;
                wrong = wrong == 0 ? 99 : wrong;
                return Change(trip with { RateCode = wrong }, kind, "rate_code", trip.RateCode, wrong);
            case 1 or 2:
                var vendor = Misspelling(trip.VendorId!);
                return Change(trip with { VendorId = vendor }, kind, "vendor_id", trip.VendorId, vendor);
            default:
                var payment = Misspelling(trip.PaymentType!);
                return Change(trip with { PaymentType = payment }, kind, "payment_type", trip.PaymentType, payment);
        }
    }

    private string Misspelling(string code)
    {
        var at = _random.Below(code.Length - 1);
        return _random.Below(4) switch
        {
            0 => code[..at] + code[at + 1] + code[at] + code[(at + 2)..],
            1 => code.Remove(at, 1),
            2 => code.Insert(at, code[at..(at + 1)]),
            _ => code[..^1] + _random.Pick('X', 'E', 'W', 'J'),
        };
    }

    private TaxiTrip TimeInMinutes(TaxiTrip trip)
    {
        var minutes = trip.TripTimeInSecs / SecondsPerMinute;
        return Change(trip with { TripTimeInSecs = minutes }, "time_in_minutes", "trip_time_in_secs", trip.TripTimeInSecs, minutes);
    }

    private TaxiTrip ImpossibleDistance(TaxiTrip trip)
    {
        var distance = Math.Round(_random.Between(150, 9_999), 1);
        distance = _random.Below(10) == 0 ? -distance : distance;
        return Change(trip with { TripDistance = distance }, "impossible_distance", "trip_distance", trip.TripDistance, distance);
    }

    private TaxiTrip NearDuplicate(TaxiTrip trip)
    {
        var distance = Math.Round(trip.TripDistance!.Value + 0.01, 2);
        return Copy(trip, trip with { TripDistance = distance }, "near_duplicate", null, trip.TripDistance, distance);
    }

    private TaxiTrip ContradictoryPair(TaxiTrip trip)
    {
        var factor = _random.Below(5) == 0 ? _random.Between(0.2, 0.5) : _random.Between(2, 6);
        var fare = Math.Round(trip.FareAmount!.Value * factor * 2) / 2;
        return Copy(trip, trip with { FareAmount = fare }, "contradictory_pair", "fare_amount", trip.FareAmount, fare);
    }

    private TaxiTrip Copy(TaxiTrip trip, TaxiTrip copy, string kind, string? column, object? before, object? after)
    {
        _rows.Add(copy);
        return Change(trip, kind, column, before, after);
    }

    private TaxiTrip Change(TaxiTrip result, string kind, string? column, object? before, object? after)
    {
        _truth.Add(new PlantedDirt(result.TripId, kind, column, Text(before), Text(after)));
        return result;
    }

    private static string? Text(object? value) => value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
}
