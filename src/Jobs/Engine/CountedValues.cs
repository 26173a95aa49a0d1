namespace Millrace.Jobs.Engine;

/// <summary>Which column of Parquet files holds texts to count, and which how often each row's text stands.</summary>
/// <param name="Column">The texts; nulls are not counted.</param>
/// <param name="RowsColumn">How many rows a row stands for; null: itself.</param>
internal sealed record CountedValues(string Column, string? RowsColumn = null)
{
    /// <summary>What <see cref="Millrace.Features.Encoders.Categories.CategoryCounter"/> hands out.</summary>
    public static CountedValues Categories { get; } = new("category", "rows");
}
