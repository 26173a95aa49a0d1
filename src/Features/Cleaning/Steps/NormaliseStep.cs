namespace Millrace.Features.Cleaning.Steps;

/// <summary>
/// Rewrites text, in this order: Unicode form, trim, collapse of spaces, case, mapping. Null stays null; text that becomes empty stays empty
/// unless <see cref="EmptyToNull"/>.
/// </summary>
public sealed record NormaliseStep : CleaningStep
{
    /// <summary>The string column.</summary>
    public required string Column { get; init; }

    /// <summary>Name for counts; null gives <c>normalise-COLUMN</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Whether white space at both ends goes.</summary>
    public bool Trim { get; init; }

    /// <summary>Whether each run of white space inside becomes one space.</summary>
    public bool CollapseSpaces { get; init; }

    /// <summary>Case to give.</summary>
    public TextCase Case { get; init; }

    /// <summary>Unicode normalisation form to give.</summary>
    public UnicodeForm Unicode { get; init; }

    /// <summary>Whole values to replace, by ordinal equality, after everything else; null or empty replaces none.</summary>
    public IReadOnlyDictionary<string, string>? Mapping { get; init; }

    /// <summary>Whether text that is empty after all this becomes null.</summary>
    public bool EmptyToNull { get; init; }

    /// <inheritdoc/>
    public override string StepName => Name ?? $"normalise-{Column}";
}
