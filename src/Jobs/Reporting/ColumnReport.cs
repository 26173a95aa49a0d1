namespace Millrace.Jobs.Reporting;

/// <summary>One column of the clean rows.</summary>
internal sealed record ColumnReport
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its contract type, such as <c>float64</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Its unit; null where it has none.</summary>
    public string? Unit { get; init; }

    /// <summary>The contract's remark; null where there is none.</summary>
    public string? Note { get; init; }

    /// <summary>Personal data: neither values nor histogram are shown, whatever else is filled in.</summary>
    public bool Personal { get; init; }

    /// <summary>Rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows without a value.</summary>
    public required long Nulls { get; init; }

    /// <summary>Distinct values, exact or estimated; null where unknown.</summary>
    public long? Distinct { get; init; }

    /// <summary>Name and text of further numbers: minimum, median, mean …</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Statistics { get; init; } = [];

    /// <summary>Bins of a numeric column in ascending order; empty where it has none.</summary>
    public IReadOnlyList<HistogramBin> Histogram { get; init; } = [];

    /// <summary>The most frequent values of a text column with their counts; empty where it has none.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> TopValues { get; init; } = [];
}
