namespace Millrace.Training.Tests.Networks;

/// <summary>Relative comparison of vectors: the difference of each element against the largest size in the vector.</summary>
internal static class Near
{
    public static void Equal(IReadOnlyList<double> expected, ReadOnlySpan<float> actual, double relative = 1e-5)
    {
        Assert.Equal(expected.Count, actual.Length);
        var scale = expected.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (var at = 0; at < expected.Count; at++)
        {
            var size = Math.Max(Math.Abs(expected[at]), 0.1 * scale);
            Assert.True(
                Math.Abs(expected[at] - actual[at]) <= relative * Math.Max(size, 1e-30),
                $"element {at}: expected {expected[at]:R}, got {actual[at]:R}");
        }
    }
}
