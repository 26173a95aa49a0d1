namespace Millrace.Features.Cleaning;

/// <summary>What one step changed in one column: how many cells of rows that stayed, and a bounded sample of them.</summary>
public sealed record ChangeLog
{
    /// <summary>Most cells in <see cref="Samples"/>.</summary>
    public const int MaxSamples = 16;

    /// <summary>Name of the step.</summary>
    public required string Step { get; init; }

    /// <summary>Name of the column.</summary>
    public required string Column { get; init; }

    /// <summary>Number of cells changed.</summary>
    public required long Cells { get; init; }

    /// <summary>The distinct changes of smallest keyed hash, in ascending order.</summary>
    public required IReadOnlyList<ChangeSample> Samples { get; init; }

    /// <summary>The log of both sets of rows together.</summary>
    /// <exception cref="ArgumentException">Step or column differ.</exception>
    public static ChangeLog Merge(ChangeLog left, ChangeLog right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Step != right.Step || left.Column != right.Column)
        {
            throw new ArgumentException("Only logs of the same step and column merge.", nameof(right));
        }

        return left with
        {
            Cells = left.Cells + right.Cells,
            Samples = [.. left.Samples.Concat(right.Samples).Distinct().Order().Take(MaxSamples)],
        };
    }
}
