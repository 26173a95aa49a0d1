namespace Millrace.Jobs.Relations;

/// <summary>What a step did, counted over clean rows; what does not concern its kind is null.</summary>
internal sealed record StepReport
{
    /// <summary>Kind of the step and the other table.</summary>
    public required string Step { get; init; }

    /// <summary>Table that it made.</summary>
    public required string Table { get; init; }

    /// <summary>Rows before.</summary>
    public required long RowsBefore { get; init; }

    /// <summary>Rows after.</summary>
    public required long RowsAfter { get; init; }

    /// <summary>Rows that found at least one row of the other table.</summary>
    public long? Matched { get; init; }

    /// <summary><see cref="Matched"/> as a share of <see cref="RowsBefore"/>.</summary>
    public double? MatchRate => Matched is { } matched && RowsBefore > 0 ? (double)matched / RowsBefore : null;

    /// <summary>Rows with a null among their keys or times, which match nothing.</summary>
    public long? WithoutKey { get; init; }

    /// <summary>Rows for which there was an earlier row, but too old.</summary>
    public long? TooOld { get; init; }

    /// <summary>Distinct keys.</summary>
    public long? Keys { get; init; }

    /// <summary>Distinct keys that the other table does not have.</summary>
    public long? OrphanKeys { get; init; }

    /// <summary>Distinct keys of the other table.</summary>
    public long? OtherKeys { get; init; }

    /// <summary>Distinct keys of the other table that no row asked for.</summary>
    public long? OtherOrphanKeys { get; init; }

    /// <summary>Rows of the other table for each row that matched, on average.</summary>
    public double? FanOut { get; init; }

    /// <summary>The most rows of the other table that one row matched.</summary>
    public long? MostMatches { get; init; }

    /// <summary>Whether times were compared with the label's time.</summary>
    public bool TimesChecked { get; init; }
}
