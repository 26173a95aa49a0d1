namespace Millrace.Training;

/// <summary>From which rate to which, and in how many steps.</summary>
public sealed record RateSweep
{
    /// <summary>Rate of the first step; positive.</summary>
    public double From { get; init; } = 1e-6;

    /// <summary>Rate of the last step.</summary>
    public double To { get; init; } = 1;

    /// <summary>Steps, 2 to 100,000.</summary>
    public int Steps { get; init; } = 120;
}
