using System.Text.Json.Serialization;
using Millrace.Features.Encoders;

namespace Millrace.Jobs.Stages.Features;

/// <summary>The encoded rows: Arrow files relative to the run folder, and how many rows each part has.</summary>
internal sealed record EncodeResult
{
    public required IReadOnlyList<string> TrainFiles { get; init; }

    public required IReadOnlyList<string> ValidationFiles { get; init; }

    public required IReadOnlyList<string> TestFiles { get; init; }

    public required long TrainRows { get; init; }

    public required long ValidationRows { get; init; }

    /// <summary>Test rows that have a label: every score is over all of them.</summary>
    public required long TestRows { get; init; }

    /// <summary>Missing and unseen values that the encoders met in the test rows, by column: <c>missing</c> then <c>unseen</c>.</summary>
    public required IReadOnlyDictionary<string, ColumnEncodingCounts> TestCounts { get; init; }

    /// <summary>Test rows without a label, which no score can cover.</summary>
    public required long TestRowsWithoutLabel { get; init; }

    [JsonIgnore]
    public long Rows => TrainRows + ValidationRows + TestRows;
}
