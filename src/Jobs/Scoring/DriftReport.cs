namespace Millrace.Jobs.Scoring;

/// <summary>How far an input column is from what training saw.</summary>
internal sealed record DriftReport
{
    /// <summary>At or above this a column has shifted somewhat; the field's usual mark.</summary>
    public const double SomeShift = 0.1;

    /// <summary>At or above this a model should not be relied on without a look.</summary>
    public const double GreatShift = 0.25;

    // An empty bin would make the index infinite: half a row stands in it.
    private const double EmptyBinRows = 0.5;

    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>Population stability index: the sum over bins, null among them, of (share now − share in training) × ln(share now / share in training).</summary>
    public required double Psi { get; init; }

    /// <summary>Share of nulls in training.</summary>
    public required double MissingInTraining { get; init; }

    /// <summary>Share of nulls now.</summary>
    public required double MissingNow { get; init; }

    /// <summary><c>stable</c>, <c>some_shift</c> or <c>great_shift</c>.</summary>
    public string Verdict => Psi >= GreatShift ? "great_shift" : Psi >= SomeShift ? "some_shift" : "stable";

    /// <summary>Compares counts in the same bins.</summary>
    public static DriftReport Of(DriftColumn column, IReadOnlyList<long> now)
    {
        var (before, after) = (Math.Max(1, column.Training.Sum()), Math.Max(1, now.Sum()));
        var psi = column.Training.Zip(now)
            .Where(bin => bin.First + bin.Second > 0)
            .Sum(bin =>
            {
                var expected = Math.Max(bin.First, EmptyBinRows) / before;
                var actual = Math.Max(bin.Second, EmptyBinRows) / after;
                return (actual - expected) * Math.Log(actual / expected);
            });
        return new DriftReport
        {
            Column = column.Name,
            Psi = Math.Round(psi, 6),
            MissingInTraining = (double)column.Training[^1] / before,
            MissingNow = (double)now[^1] / after,
        };
    }
}
