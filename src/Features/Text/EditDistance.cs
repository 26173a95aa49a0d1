using System.Text;

namespace Millrace.Features.Text;

/// <summary>
/// Optimal string alignment distance over Unicode scalar values: fewest insertions, deletions, replacements and swaps of neighbours, no part edited twice.
/// </summary>
internal static class EditDistance
{
    /// <summary>The distance; <paramref name="limit"/> + 1 when it is larger than the limit.</summary>
    public static int Between(ReadOnlySpan<Rune> left, ReadOnlySpan<Rune> right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) > limit)
        {
            return limit + 1;
        }

        var width = right.Length + 1;
        Span<int> before = new int[width];
        Span<int> last = new int[width];
        Span<int> current = new int[width];
        for (var j = 0; j < width; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j < width; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                var best = Math.Min(Math.Min(last[j] + 1, current[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    best = Math.Min(best, before[j - 2] + 1);
                }

                current[j] = best;
            }

            var row = before;
            before = last;
            last = current;
            current = row;
        }

        return Math.Min(last[width - 1], limit + 1);
    }
}
