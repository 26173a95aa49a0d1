using System.Globalization;
using Millrace.Jobs.Progress;
using Millrace.Spark.Connect;

namespace Millrace.Jobs.Cluster;

/// <summary>What Spark tells of a running operation, as words for the display. Thread-safe.</summary>
internal sealed class SparkProgress : IProgress<OperationProgress>
{
    private volatile Action<string>? _told;

    /// <summary>Whom to tell; null for nobody.</summary>
    public Action<string>? Told
    {
        get => _told;
        set => _told = value;
    }

    /// <inheritdoc/>
    public void Report(OperationProgress value)
    {
        var tasks = value.Stages.Sum(stage => stage.Tasks);
        if (tasks == 0)
        {
            return; // not planned yet
        }

        var done = value.Stages.Sum(stage => stage.CompletedTasks);
        _told?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{done} of {ProgressWords.Count(tasks, "task")}, {value.RunningTasks} running"));
    }
}
