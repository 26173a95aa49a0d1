using System.Numerics;

namespace Millrace.Training.Local;

/// <summary>Sums over replicas in one balanced tree of neighbours: (0+1)+(2+3) and so on, as over ranks.</summary>
internal static class ReplicaTree
{
    /// <summary>Element-wise sum of equally long vectors, a power of two of them; +0 is added to every leaf. The vectors are overwritten.</summary>
    public static T[] Sum<T>(IReadOnlyList<T[]> leaves)
        where T : INumber<T>
    {
        foreach (var leaf in leaves)
        {
            for (var i = 0; i < leaf.Length; i++)
            {
                leaf[i] += T.Zero;
            }
        }

        for (var distance = 1; distance < leaves.Count; distance *= 2)
        {
            for (var at = 0; at + distance < leaves.Count; at += 2 * distance)
            {
                var (to, from) = (leaves[at], leaves[at + distance]);
                for (var i = 0; i < to.Length; i++)
                {
                    to[i] += from[i];
                }
            }
        }

        return leaves[0];
    }

    /// <summary>The sum of one number of each.</summary>
    public static double Sum(IEnumerable<double> values) => Sum([.. values.Select(value => new[] { value })])[0];
}
