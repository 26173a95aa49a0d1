using System.Text.Json;
using Millrace.Features.Cleaning;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>What the row stage made of one input: counts, and where the rows are.</summary>
internal sealed record RowsResult
{
    /// <summary>Rows read, those that could not be cut into columns included.</summary>
    public required long Read { get; init; }

    /// <summary>Rows that kept the contract and every rule; duplicates among them.</summary>
    public required long Clean { get; init; }

    /// <summary>Rows set aside with their reasons.</summary>
    public required long Quarantined { get; init; }

    /// <summary>Rows per reason; a row counts under each of its reasons.</summary>
    public required IReadOnlyDictionary<string, long> Reasons { get; init; }

    /// <summary>Clean files, relative to the run folder.</summary>
    public required IReadOnlyList<string> CleanFiles { get; init; }

    /// <summary>The quarantined rows in the clean layout, because test metrics cover those with a label too; none where the split cannot call them test.</summary>
    public required IReadOnlyList<string> QuarantinedConvertedFiles { get; init; }

    /// <summary>The quarantine, relative to the run folder.</summary>
    public required IReadOnlyList<string> QuarantineFiles { get; init; }

    /// <summary>Hash of the clean rows.</summary>
    public required string CleanContentHash { get; init; }

    /// <summary>Hash of the quarantined rows: of their cells as far as the contract could read them, and of the bytes of rows that could not be cut into columns.</summary>
    public required string QuarantineContentHash { get; init; }

    /// <summary>Those of <see cref="Quarantined"/> that could not be cut into columns.</summary>
    public required long BadRows { get; init; }

    /// <summary>The row stage's own statistics.</summary>
    public required JsonElement Statistics { get; init; }

    /// <summary>The statistics as the record they are.</summary>
    public RowStageStatistics ReadStatistics() => RowStageStatistics.FromBytes(JsonSerializer.SerializeToUtf8Bytes(Statistics));
}
