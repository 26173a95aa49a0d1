namespace Millrace.Features.Cleaning.Steps;

/// <summary>
/// Maps text to a vocabulary: a value in it stays; one within <see cref="MaxDistance"/> edits of exactly one nearest entry becomes that entry;
/// the rest meets <see cref="Otherwise"/>. An edit inserts, deletes or replaces one character (Unicode scalar value) or swaps two neighbours.
/// </summary>
public sealed record MapStep : CleaningStep
{
    /// <summary>The string column.</summary>
    public required string Column { get; init; }

    /// <summary>Name for counts; null gives <c>map-COLUMN</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The legal values; not empty, at most 10,000.</summary>
    public required IReadOnlyList<string> Vocabulary { get; init; }

    /// <summary>Most edits that still count as a misspelling; 0 accepts equality only; at most 4.</summary>
    public int MaxDistance { get; init; }

    /// <summary>What happens to a value that fits no entry or two equally well.</summary>
    public UnmappedAction Otherwise { get; init; }

    /// <inheritdoc/>
    public override string StepName => Name ?? $"map-{Column}";
}
