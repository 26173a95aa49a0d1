namespace Millrace.Jobs.Stages.Features;

/// <summary>The rows that split and features read, as files relative to the run folder.</summary>
internal sealed record PartRows
{
    /// <summary>Clean rows: the split says which part each belongs to.</summary>
    public required IReadOnlyList<string> Clean { get; init; }

    /// <summary>Quarantined rows in the clean layout: those that the split calls test are scored too.</summary>
    public required IReadOnlyList<string> Quarantined { get; init; }

    /// <summary>Rows of files that the job calls test, every one of them.</summary>
    public required IReadOnlyList<string> TestFiles { get; init; }

    /// <summary>Rows of files that the job calls validation.</summary>
    public required IReadOnlyList<string> ValidationFiles { get; init; }
}
