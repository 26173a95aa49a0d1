namespace Millrace.Features.Cleaning.Steps;

/// <summary>Puts a constant where a column is null. Nothing fitted: mean, median and most frequent value belong to the features.</summary>
public sealed record FillStep : CleaningStep
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>Name for counts; null gives <c>fill-COLUMN</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The constant as text, read by the strict parser of the column's type.</summary>
    public required string Value { get; init; }

    /// <inheritdoc/>
    public override string StepName => Name ?? $"fill-{Column}";
}
