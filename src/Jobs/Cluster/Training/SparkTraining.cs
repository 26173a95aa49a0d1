using Millrace.Jobs.Places;
using Millrace.Spark;
using Millrace.Training;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>A job's training on Spark: the job's settings as the cluster's, and what Spark tells as the job's failure.</summary>
internal static class SparkTraining
{
    // Rows are sorted once; more memory than this makes it no faster.
    private const long MostSortBytes = 512L << 20;
    private const int KeyLength = 16;

    /// <summary>Trains over the executors of a link, or goes on from the last segment's state.</summary>
    /// <exception cref="JobFailedException">The cluster lacks something, or Spark failed for good.</exception>
    public static async Task<TrainingResult> RunAsync(SparkLink link, TrainRequest request, CancellationToken cancellationToken)
    {
        var cluster = request.Cluster;
        var run = new ClusterTrainingRun
        {
            Plan = request.Plan,
            Ranks = request.Run.Ranks,
            Key = request.Key[..KeyLength],
            Train = Rows(request, request.TrainFiles, request.TrainRows),
            Validation = request.ValidationRows == 0 ? null : Rows(request, request.ValidationFiles, request.ValidationRows),
            CheckpointFolder = request.CheckpointFolder,
            WorkFolder = request.WorkFolder,
            MetricsFile = request.MetricsFile,
            Deadline = request.Run.Deadline,
        };
        var options = new ClusterTrainingOptions
        {
            Ports = PortRange.Parse(cluster.Ports) ?? throw new JobFailedException($"training.cluster.ports is {cluster.Ports}; write {PortRange.Forms}."),
            Segment = cluster.Segment,
            StateBytesThroughDriver = cluster.StateThroughDriver.Bytes,
            Tls = cluster.Tls,
            PeerTimeout = cluster.PeerTimeout,
            StepDeadline = cluster.StepDeadline,
            Restarts = cluster.Restarts,
            RoundTasks = cluster.RoundTasks ?? int.MaxValue,
            SpoolBytes = Math.Clamp((link.WorkerBytes ?? request.Run.Memory.Bytes) / 4, 1L << 20, MostSortBytes),
        };
        try
        {
            var trainer = new ClusterTrainer(link.Session, options, TimeProvider.System) { ReportsBy = way => request.ReportedBy?.Invoke(ReportWords.Of(way)) };
            return await trainer.RunAsync(run, request.Progress, cancellationToken);
        }
        catch (SparkException failure)
        {
            throw SparkFailure.Translate(failure);
        }
    }

    private static TrainingRows Rows(TrainRequest request, IReadOnlyList<string> files, long rows) => new() { Files = files, Rows = rows, Hash = request.HashOf(files) };
}
