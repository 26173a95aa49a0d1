namespace Millrace.Training.Tests.Networks;

/// <summary>
/// Relative comparison of tensors: each difference against the tensor's largest element, because elements that are small by
/// cancellation carry the rounding errors of the large terms that cancelled.
/// </summary>
internal static class Near
{
    public static void Equal(IReadOnlyList<double> expected, ReadOnlySpan<float> actual, double relative = 1e-5)
    {
        Assert.Equal(expected.Count, actual.Length);
        var scale = expected.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (var at = 0; at < expected.Count; at++)
        {
            Assert.True(
                Math.Abs(expected[at] - actual[at]) <= relative * Math.Max(scale, 1e-30),
                $"element {at}: expected {expected[at]:R}, got {actual[at]:R}");
        }
    }
}
