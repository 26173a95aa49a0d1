namespace Millrace.Samples.DirtyTaxi;

/// <summary>One trip. Null is a missing value.</summary>
internal sealed record TaxiTrip
{
    /// <summary>The trip's own number; the original data have none.</summary>
    public required long TripId { get; init; }

    /// <summary>CMT or VTS.</summary>
    public required string? VendorId { get; init; }

    /// <summary>1 the meter, 2 and 3 airports, 4 out of town, 5 negotiated, 6 group.</summary>
    public required long? RateCode { get; init; }

    /// <summary>Passengers.</summary>
    public required long? PassengerCount { get; init; }

    /// <summary>Seconds.</summary>
    public required long? TripTimeInSecs { get; init; }

    /// <summary>Miles.</summary>
    public required double? TripDistance { get; init; }

    /// <summary>CRD, CSH, NOC, DIS or UNK.</summary>
    public required string? PaymentType { get; init; }

    /// <summary>US dollars, without tip and tolls.</summary>
    public required double? FareAmount { get; init; }
}
