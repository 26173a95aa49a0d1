using System.Runtime.InteropServices;

namespace Millrace.Jobs.Baselines;

/// <summary>Rows in the order of their identities, so that files and their order do not matter. Rows of one identity are equal and need no order.</summary>
internal static class IdOrder
{
    /// <summary>Row numbers in order.</summary>
    public static int[] Of(List<(long Hi, long Lo)> ids)
    {
        var order = new int[ids.Count];
        for (var row = 0; row < order.Length; row++)
        {
            order[row] = row;
        }

        System.Array.Sort(CollectionsMarshal.AsSpan(ids).ToArray(), order);
        return order;
    }
}
