using Millrace.Training;
using Millrace.Training.Local;
using Millrace.Training.Calibration;

namespace Millrace.Jobs.Stages.Model;

/// <summary>What training left.</summary>
internal sealed record TrainStageResult
{
    /// <summary>The model, relative to the run folder.</summary>
    public required string ModelFile { get; init; }

    public required string WeightsSha256 { get; init; }

    public required int Parameters { get; init; }

    public required int BatchRows { get; init; }

    /// <summary>Most epochs: the job's own number, or what its budget allows.</summary>
    public required int MaxEpochs { get; init; }

    public required int BestEpoch { get; init; }

    public required long Steps { get; init; }

    public required long ClippedSteps { get; init; }

    public required StopReason Reason { get; init; }

    /// <summary>The rounds of mode <c>local</c>; null in mode <c>sync</c>.</summary>
    public LocalTraining? Local { get; init; }

    public required bool Reproducible { get; init; }

    public required IReadOnlyList<EpochRecord> History { get; init; }

    /// <summary>What calibration did, one record a classification target; empty where nothing was calibrated.</summary>
    public IReadOnlyList<TargetCalibration> Calibrations { get; init; } = [];

    /// <summary>What a person should know, in sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
