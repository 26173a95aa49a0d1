using System.Security.Cryptography;
using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders;
using Millrace.Features.Splitting;
using Millrace.Jobs.Reporting;
using Millrace.Jobs.Specification.Binding;
using Millrace.Jobs.Specification.Relations;
using Millrace.Jobs.Survey;
using Millrace.Training.Networks;

namespace Millrace.Jobs.Specification;

/// <summary>
/// One job, whole: what to read, what a good row is, what to learn, and how. Read from YAML by <see cref="JobFile"/> or built in C# by
/// <see cref="Job"/>; both give equal records. Immutable and thread-safe. Paths are relative to the job file's folder.
/// </summary>
public sealed record JobSpec
{
    /// <summary>Name of the job, for people and for the default run folder: letters, digits, dots, hyphens and underscores, at most 100.</summary>
    public required string Name { get; init; }

    /// <summary>Seed of everything random: split, sampling, initial weights, dropout, order of rows.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Which files are read, and how.</summary>
    public required InputSpec Input { get; init; }

    /// <summary>What every column must hold, in the order that clean files keep.</summary>
    public required TableContract Contract { get; init; }

    /// <summary>Cleaning steps; they run in this order, one row at a time.</summary>
    public IReadOnlyList<CleaningStep> Cleaning { get; init; } = [];

    /// <summary>Which rows are duplicates, of which one is kept; null removes none.</summary>
    public DuplicateSpec? Duplicates { get; init; }

    /// <summary>Further tables, by name.</summary>
    public IReadOnlyDictionary<string, SideInputSpec> Inputs { get; init; } = new Dictionary<string, SideInputSpec>();

    /// <summary>How the tables meet; null learns from the main input alone.</summary>
    public RelationSpec? Relation { get; init; }

    /// <summary>How rows are divided into training, validation and test.</summary>
    public SplitSpec Split { get; init; } = new HashSplitSpec();

    /// <summary>What is learned from, and what is predicted; null where nothing is trained.</summary>
    public FeatureSpec? Features { get; init; }

    /// <summary>The network between features and label; null trains none.</summary>
    public NetworkSpec? Network { get; init; }

    /// <summary>How the network is trained; null trains none.</summary>
    public TrainingSpec? Training { get; init; }

    /// <summary>What the network is compared with.</summary>
    public BaselineSpec Baselines { get; init; } = new();

    /// <summary>What the trained model is written as.</summary>
    public ExportSpec Export { get; init; } = new();

    /// <summary>Where planted dirt is written down, for samples and tests; null for an ordinary job.</summary>
    public PlantedTruthSpec? Truth { get; init; }

    /// <summary>When the run has failed although nothing broke.</summary>
    public GateSpec Gates { get; init; } = new();

    /// <summary>What the run may use of the machine. Nothing here changes a result.</summary>
    public RunSpec Run { get; init; } = new();

    /// <summary>SHA-256 (lowercase hex) of everything that decides the result: the canonical form without <see cref="Run"/>.</summary>
    public string PlanHash() => Convert.ToHexStringLower(SHA256.HashData((this with
    {
        Run = new RunSpec(),
        Training = Training is null ? null : Training with { Cluster = new ClusterTrainingSpec() },
    }).ToCanonicalJson()));

    /// <summary>The job as UTF-8 JSON: every setting, defaults too, always in the same order. It is a job file itself.</summary>
    public byte[] ToCanonicalJson() => CanonicalJson.Write(JobShapes.Root, this);

    /// <summary>Everything wrong with this job that can be seen without reading data; empty where it is sound.</summary>
    public IReadOnlyList<JobFault> Validate() => JobValidator.Validate(this);

    /// <summary>Equal where the canonical forms are equal, so that lists compare by their items.</summary>
    public bool Equals(JobSpec? other) => other is not null && ToCanonicalJson().AsSpan().SequenceEqual(other.ToCanonicalJson());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(ToCanonicalJson());
        return hash.ToHashCode();
    }
}
