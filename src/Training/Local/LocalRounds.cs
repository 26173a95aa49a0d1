using Millrace.Training.Lanes;
using Millrace.Training.Networks;

namespace Millrace.Training.Local;

/// <summary>Training in rounds in this process: as many replicas at a time as there are ranks.</summary>
public static class LocalRounds
{
    /// <summary>The folder of blobs inside the folder of checkpoints.</summary>
    public const string BlobFolder = "blobs";

    internal static async Task<TrainingResult> RunAsync(
        TrainingPlan plan, ILaneSource train, ILaneSource? validation, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        if (validation is not null && Rows(validation) > 0
            && !ValidationWeight.IsIn(validation, new LaneRange(0, validation.Lanes), Network.Build(plan.Network, plan.Input, plan.Targets)))
        {
            throw new TrainingException(ValidationWeight.Fault);
        }

        IBlobStore blobs = options.CheckpointFolder is { } folder ? new FolderBlobs(Path.Combine(folder, BlobFolder)) : new MemoryBlobs();
        var loop = new LocalLoop(new LocalRun
        {
            Plan = plan,
            TrainRows = Rows(train),
            ValidationRows = validation is null ? 0 : Rows(validation),
            Place = new ThreadRounds(plan, train, validation, blobs, options.Ranks),
            Blobs = blobs,
            Options = options,
            Progress = progress,
        });
        return await loop.RunAsync(cancellationToken);
    }

    private static long Rows(ILaneSource source) => Enumerable.Range(0, source.Lanes).Sum(source.Rows);
}
