namespace Millrace.Features.Cleaning.Steps;

/// <summary>
/// Makes a column of the contract out of others of the same row, by an expression (docs/rules.md). Such a column is not read from the source. Where the
/// expression is null the cell is null; where it has no result, or what it gives does not fit the contract, the row also has the reason <c>NAME:no_value</c>.
/// </summary>
public sealed record DeriveStep : CleaningStep
{
    /// <summary>The column of the contract that is made.</summary>
    public required string Column { get; init; }

    /// <summary>Name for counts; null gives <c>derive-COLUMN</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The expression, of the column's type.</summary>
    public required string From { get; init; }

    /// <inheritdoc/>
    public override string StepName => Name ?? $"derive-{Column}";
}
