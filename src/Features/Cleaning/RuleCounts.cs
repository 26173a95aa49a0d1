namespace Millrace.Features.Cleaning;

/// <summary>How often a rule's check was true, false and unknown.</summary>
/// <param name="Passed">Rows for which it was true.</param>
/// <param name="Failed">Rows for which it was false.</param>
/// <param name="Unknown">Rows for which it was unknown, those of <paramref name="NoResult"/> included.</param>
/// <param name="NoResult">Rows for which arithmetic had no result (overflow, division by zero, outside a function's domain).</param>
public readonly record struct RuleCounts(long Passed, long Failed, long Unknown, long NoResult)
{
    /// <summary>The sum of both.</summary>
    public static RuleCounts operator +(RuleCounts left, RuleCounts right) => Add(left, right);

    /// <summary>The sum of both.</summary>
    public static RuleCounts Add(RuleCounts left, RuleCounts right) => new(
        left.Passed + right.Passed, left.Failed + right.Failed, left.Unknown + right.Unknown, left.NoResult + right.NoResult);
}
