namespace Millrace.Features.Encoders.Numbers;

/// <summary>What stands in for a missing value.</summary>
public enum ImputeStrategy
{
    /// <summary>Median of the training rows' sample.</summary>
    Median,

    /// <summary>Mean of the training rows.</summary>
    Mean,

    /// <summary>Most frequent value of the training rows; among equals the smallest (text: in byte order).</summary>
    MostFrequent,

    /// <summary>A value that the job gives.</summary>
    Constant,
}
