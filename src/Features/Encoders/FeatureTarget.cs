using System.Runtime.CompilerServices;
using Millrace.Features.Encoders.Lists;

namespace Millrace.Features.Encoders;

/// <summary>Where an encoder writes the features of the rows of a batch. B rows, F dense features, C categories.</summary>
internal readonly ref struct FeatureTarget
{
    /// <summary>[B, F] float32, zeros before the encoders write.</summary>
    public required Span<float> X { get; init; }

    /// <summary>F.</summary>
    public required int Width { get; init; }

    /// <summary>First dense feature of this encoder.</summary>
    public required int Dense { get; init; }

    /// <summary>[B, C] int32.</summary>
    public required Span<int> C { get; init; }

    /// <summary>C.</summary>
    public required int Categories { get; init; }

    /// <summary>Category column of this encoder.</summary>
    public required int Category { get; init; }

    /// <summary>Receives the lists of this encoder's sequence; null for the others.</summary>
    public SequenceBuffer? Sequence { get; init; }

    /// <summary>Writes a feature of a row; what float32 cannot hold becomes its largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row, int feature, double value) =>
        X[(row * Width) + Dense + feature] = (float)Math.Clamp(value, -float.MaxValue, float.MaxValue);

    /// <summary>Writes 1 to the first so many features of a row.</summary>
    public void SetOnes(int row, int features) => X.Slice((row * Width) + Dense, features).Fill(1);

    /// <summary>Writes the category of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetCategory(int row, int index) => C[(row * Categories) + Category] = index;
}
