namespace Millrace.Jobs.Metrics;

/// <summary>The area under the ROC curve from the ranks of all scores (Mann and Whitney), equal scores counted half.</summary>
internal static class ExactAuc
{
    /// <summary>The area; NaN where one of the classes is missing.</summary>
    /// <param name="positive">For each row, whether it is of class 1.</param>
    /// <param name="scores">For each row, its score.</param>
    public static double Of(ReadOnlySpan<bool> positive, ReadOnlySpan<float> scores)
    {
        var order = scores.ToArray();
        var classes = positive.ToArray();
        Array.Sort(order, classes);
        UInt128 doubled = 0;
        long negatives = 0;
        long positives = 0;
        for (var from = 0; from < order.Length;)
        {
            var to = from;
            long tiedPositives = 0;
            while (to < order.Length && order[to] == order[from])
            {
                tiedPositives += classes[to++] ? 1 : 0;
            }

            var tiedNegatives = to - from - tiedPositives;
            doubled += (UInt128)tiedPositives * (UInt128)((2 * negatives) + tiedNegatives);
            positives += tiedPositives;
            negatives += tiedNegatives;
            from = to;
        }

        return positives == 0 || negatives == 0 ? double.NaN : (double)doubled / (2.0 * positives * negatives);
    }
}
