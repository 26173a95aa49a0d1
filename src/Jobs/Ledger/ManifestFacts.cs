using System.Text.Json.Nodes;
using Millrace.Jobs.Relations;

namespace Millrace.Jobs.Ledger;

/// <summary>What the manifest says beside the stages' own parts.</summary>
internal sealed record ManifestFacts
{
    /// <summary>The job's canonical JSON.</summary>
    public required byte[] JobJson { get; init; }

    /// <summary>Hash of all that decides the result.</summary>
    public required string PlanSha256 { get; init; }

    /// <summary>The key of the last stage: equal keys are equal runs.</summary>
    public required string RunKey { get; init; }

    /// <summary>Versions by component.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>What the machine is: nothing of it changes a result.</summary>
    public required IReadOnlyDictionary<string, string> Machine { get; init; }

    /// <summary>Seeds by purpose.</summary>
    public required IReadOnlyDictionary<string, ulong> Seeds { get; init; }

    /// <summary>The input files as they were pinned.</summary>
    public required IReadOnlyList<ManifestInput> Inputs { get; init; }

    /// <summary>Files left out, with reasons.</summary>
    public required IReadOnlyList<ManifestBadFile> BadFiles { get; init; }

    /// <summary>Row counts by name: <c>read</c>, <c>clean</c>, <c>quarantined</c>, <c>duplicates</c> and those of the split.</summary>
    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    /// <summary>What each step of the relation stage did; null where there is none.</summary>
    public IReadOnlyList<StepReport>? Joins { get; init; }

    /// <summary>The trained model; null where the job trains none.</summary>
    public ManifestModel? Model { get; init; }

    /// <summary>Scores of the model by part (<c>test</c>, <c>validation</c>), then by metric; <c>rows</c> among them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>? Metrics { get; init; }

    /// <summary>One object a target: scores, calibration, threshold.</summary>
    public JsonArray Targets { get; init; } = [];

    /// <summary>Scores of the baselines by name, part and metric.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>>? Baselines { get; init; }

    /// <summary>What a person should know, in sentences.</summary>
    public required IReadOnlyList<string> Findings { get; init; }
}
