namespace Millrace.Features.Encoders.Numbers;

/// <summary>Search in ascending edges.</summary>
internal static class Edges
{
    /// <summary>Index of the last edge that is not above <paramref name="value"/>; −1 where all are.</summary>
    public static int LastAtOrBelow(ReadOnlySpan<double> edges, double value)
    {
        var low = 0;
        var high = edges.Length;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (edges[middle] <= value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}
