using Millrace.Training.Kernels;

namespace Millrace.Training.Networks;

/// <summary>The category indices that a pass used, and scratch for sorting its rows by them.</summary>
internal sealed class InputState
{
    public InputState(InputShape shape, int maxRows)
    {
        Categories = new int[maxRows * shape.Categories.Count];
        Sorted = new int[shape.Categories.Count == 0 ? 0 : maxRows];
        Keys = new int[shape.Categories.Count == 0 ? 0 : maxRows];
        var widest = shape.Categories.Select(static field => field.Dimension).DefaultIfEmpty(0).Max();
        Carry = new AlignedBuffer((long)widest * 12);
    }

    /// <summary>[B, C] indices after replacement.</summary>
    public int[] Categories { get; }

    /// <summary>Rows ordered by category, then row.</summary>
    public int[] Sorted { get; }

    /// <summary>The categories of <see cref="Sorted"/>.</summary>
    public int[] Keys { get; }

    /// <summary>Partial sums of lanes for one table row.</summary>
    public AlignedBuffer Carry { get; }
}
