using System.Text.Json;

namespace Millrace.Jobs.Ledger;

/// <summary>What a finished stage says of itself: its part of the manifest.</summary>
internal sealed record StagePart
{
    /// <summary>The stage's name, for example <c>clean</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Hash of all that the stage's result depends on. A part with another key is not this stage's result.</summary>
    public required string Key { get; init; }

    /// <summary>Wall time.</summary>
    public required double Seconds { get; init; }

    /// <summary>The most memory that the process held during the stage.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>The outputs by name.</summary>
    public required IReadOnlyDictionary<string, OutputRecord> Outputs { get; init; }

    /// <summary>The stage's own result record as JSON.</summary>
    public required JsonElement Result { get; init; }
}
