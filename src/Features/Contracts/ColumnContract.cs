namespace Millrace.Features.Contracts;

/// <summary>What one column must hold. Immutable and thread-safe.</summary>
public sealed record ColumnContract
{
    /// <summary>Name of the column from here on.</summary>
    public required string Name { get; init; }

    /// <summary>Type of its values.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>Unit of measure, for people; null when it has none.</summary>
    public string? Unit { get; init; }

    /// <summary>Whether null is a legal value. A null elsewhere is the fault <c>null</c>.</summary>
    public bool Nullable { get; init; }

    /// <summary>Whether values are personal data: masked in samples, logs and reports.</summary>
    public bool Personal { get; init; }

    /// <summary>Whether NaN and infinities are legal values of a floating-point column.</summary>
    public bool AllowNan { get; init; }

    /// <summary>
    /// The only legal values, written as text and read by the strict parser of <see cref="Type"/>; null or empty allows all.
    /// Checked at conversion unless a normalising step touches the column: then after the last such step.
    /// </summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>
    /// Decimal places a floating-point column is kept to (0–15), rounding half to even; a value whose scaled integer exceeds
    /// 2^53 is the fault <c>out_of_range</c>. Null keeps the value as it is.
    /// </summary>
    public int? Scale { get; init; }

    /// <summary>Name of the column in the source; null when it is <see cref="Name"/>.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// Pattern by which text is read as a date or timestamp (<c>yyyy MM dd HH mm ss f…</c>, other characters literal); null reads ISO 8601.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>Texts that mean null where the source delivers text; matched exactly before parsing.</summary>
    public IReadOnlyList<string>? NullTexts { get; init; }

    /// <summary>What a value that does not fit does to its row.</summary>
    public FaultAction OnFault { get; init; }

    /// <summary>Whether nanoseconds below the microsecond may be cut off (towards the past) instead of being a fault.</summary>
    public bool TruncateNanoseconds { get; init; }

    /// <summary>Free text for the report.</summary>
    public string? Note { get; init; }

    /// <summary>Name by which the source delivers the column.</summary>
    public string SourceName => Source ?? Name;
}
