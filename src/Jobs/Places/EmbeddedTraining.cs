using Millrace.Jobs.Stages.Features;
using Millrace.Training;
using Millrace.Training.Lanes;

namespace Millrace.Jobs.Places;

/// <summary>Training on this machine: rows dealt to lanes, ranks as threads of this process or as processes of their own.</summary>
internal static class EmbeddedTraining
{
    /// <summary>Trains, or goes on from the last checkpoint.</summary>
    public static async Task<TrainingResult> RunAsync(TrainRequest request, CancellationToken cancellationToken)
    {
        using var train = await DealAsync(request, request.TrainFiles, "train", cancellationToken);
        using var validation = request.ValidationRows == 0 ? null : await DealAsync(request, request.ValidationFiles, "validation", cancellationToken);
        var options = new TrainingOptions
        {
            Ranks = request.Run.Ranks,
            Mode = request.Run.RankMode,
            Tls = request.Run.Tls,
            WorkFolder = request.WorkFolder,
            CheckpointFolder = Directory.CreateDirectory(request.CheckpointFolder).FullName,
            CheckpointInterval = request.Run.CheckpointEvery,
            ReadAheadBytes = request.Run.ReadAhead.Bytes,
            Deadline = request.Run.Deadline,
            MetricsFile = request.MetricsFile,
            Logger = request.Logger,
        };
        var trained = await Trainer.RunAsync(request.Plan, train, validation, options, request.Progress, cancellationToken);
        train.DeleteFiles();
        validation?.DeleteFiles();
        return trained with { Notes = [.. train.Notes, .. trained.Notes] };
    }

    /// <summary>Deals the rows of feature files to lanes.</summary>
    public static Task<LaneStore> DealAsync(TrainRequest request, IReadOnlyList<string> files, string part, CancellationToken cancellationToken) =>
        LaneStore.BuildAsync(
            token => FeatureFiles.ReadLanesAsync(files, request.Plan.Lanes, new LaneRange(0, request.Plan.Lanes), token),
            new LaneStoreOptions
            {
                Lanes = request.Plan.Lanes,
                SpoolBytes = Math.Max(1L << 20, request.Run.Memory.Bytes / 2),
                Folder = Directory.CreateDirectory(Path.Combine(request.WorkFolder, "lanes")).FullName,
                AlwaysSpool = request.Run.RankMode == RankMode.Processes,
                Run = part,
                FeatureHash = request.HashOf(files),
                FeatureNames = request.FeatureNames,
            },
            cancellationToken);
}
