using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Millrace.Training.Lanes;
using Millrace.Training.Local;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;
using Millrace.Training.Schedules;

namespace Millrace.Training;

/// <summary>Everything that decides the bytes of the trained weights, apart from the rows themselves.</summary>
/// <remarks>Immutable and thread-safe. Ranks, folders and the clock are not here: they must not matter.</remarks>
public sealed record TrainingPlan
{
    private static readonly JsonSerializerOptions HashJson = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The network.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>What the features deliver for a row.</summary>
    public required InputShape Input { get; init; }

    /// <summary>What is predicted; the targets' columns, in order, are the columns of y.</summary>
    public required IReadOnlyList<TargetSpec> Targets { get; init; }

    /// <summary>How parameters follow gradients; clipping and weight averaging (EMA) are part of it.</summary>
    public OptimizerSpec Optimizer { get; init; } = new AdamWSpec();

    /// <summary>How the learning rate moves.</summary>
    public ScheduleSpec Schedule { get; init; } = new ConstantScheduleSpec();

    /// <summary>V, the lanes: a power of two up to 1,024.</summary>
    public int Lanes { get; init; } = 8;

    /// <summary>B, rows of a step over all lanes, 1 to 1,048,576.</summary>
    public int BatchRows { get; init; } = 1024;

    /// <summary>Most epochs; 1 to 1,000,000.</summary>
    public int MaxEpochs { get; init; } = 40;

    /// <summary>k, the parts that a step's rows are computed in, to need less memory: 1 to 1,024. The same bytes for any k without batch norm.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>When to stop before <see cref="MaxEpochs"/>; null trains to the end. Needs validation rows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public EarlyStopping? EarlyStopping { get; init; } = new();

    /// <summary>The validation metric that is watched.</summary>
    internal string WatchedMetric => EarlyStopping?.Metric ?? "loss";

    /// <summary>Training in rounds of replicas; null: every step is summed over all ranks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalTraining? Local { get; init; }

    /// <summary>Seed of initial weights, dropout and the order of rows.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Hash of the feature model that the rows were encoded with; a model or checkpoint of another one is refused.</summary>
    public string FeatureHash { get; init; } = "";

    /// <summary>SHA-256 (lowercase hex) of the plan and of the constants that fix the order of rows.</summary>
    [JsonIgnore]
    public string Hash
    {
        get
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(this, HashJson);
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            sha.AppendData(System.Text.Encoding.UTF8.GetBytes($"millrace plan 1;block {ILaneSource.BlockRows};window {EpochOrder.WindowBlocks};"));
            sha.AppendData(json);
            return Convert.ToHexStringLower(sha.GetHashAndReset());
        }
    }

    /// <summary>The plan as JSON, for another process of the same version.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, TrainingJson.Options);

    /// <summary>The plan out of <see cref="ToJson"/>'s bytes; no type is made but those that the specs list.</summary>
    /// <exception cref="TrainingException">The bytes are no plan.</exception>
    public static TrainingPlan FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingPlan>(json, TrainingJson.Options) ?? throw new TrainingException("an empty training plan");
        }
        catch (JsonException e)
        {
            throw new TrainingException($"this is no training plan: {e.Message}", -1, e);
        }
    }

    /// <summary>All faults of this plan, each naming the setting; empty when it is sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        Check(BitOperations.IsPow2(Lanes) && Lanes <= LaneRange.MaxLanes, $"lanes must be a power of two from 1 to {LaneRange.MaxLanes}, not {Lanes}");
        Check(BatchRows is >= 1 and <= 1 << 20, $"batch_rows must be 1 to {1 << 20}, not {BatchRows}");
        Check(MaxEpochs is >= 1 and <= 1_000_000, $"max_epochs must be 1 to 1,000,000, not {MaxEpochs}");
        Check(Accumulation is >= 1 and <= 1024, $"accumulation must be 1 to 1,024, not {Accumulation}");
        Check(Targets.Count >= 1, "targets: at least one is needed");
        Check(Optimizer.Rate > 0 && double.IsFinite(Optimizer.Rate), $"optimizer rate must be positive, not {Optimizer.Rate}");
        Check(Optimizer.WeightDecay >= 0, $"optimizer weight_decay must be 0 or more, not {Optimizer.WeightDecay}");
        Check(Optimizer.ClipNorm is null or > 0, $"optimizer clip_norm must be positive, not {Optimizer.ClipNorm}");
        Check(Optimizer.AverageDecay is null or (> 0 and < 1), $"optimizer average_decay must lie between 0 and 1, not {Optimizer.AverageDecay}");
        Check(Schedule.WarmupSteps >= 0, $"schedule warmup_steps must be 0 or more, not {Schedule.WarmupSteps}");
        if (Local is { } local)
        {
            Check(BitOperations.IsPow2(local.Replicas) && local.Replicas <= Lanes, $"local replicas must be a power of two up to the {Lanes} lanes, not {local.Replicas}");
            Check(!Optimizer.Lazy, "optimizer lazy does not go with rounds of replicas: which rows a step touches is then not one answer");
            Check(local.StepsPerRound is >= 1 and <= 1_000_000, $"local steps_per_round must be 1 to 1,000,000, not {local.StepsPerRound}");
        }

        if (EarlyStopping is { } stop)
        {
            Check(stop.Patience is >= 1 and <= 100_000, $"early_stopping patience must be 1 to 100,000, not {stop.Patience}");
            var names = ValidationMetrics.Names(Targets);
            Check(names.Contains(stop.Metric), $"early_stopping metric '{stop.Metric}' is none of {string.Join(", ", names)}");
            Check(stop.MinGain >= 0 && double.IsFinite(stop.MinGain), $"early_stopping min_gain must be 0 or more, not {stop.MinGain}");
        }

        return faults;

        void Check(bool sound, string fault)
        {
            if (!sound)
            {
                faults.Add(fault);
            }
        }
    }
}
