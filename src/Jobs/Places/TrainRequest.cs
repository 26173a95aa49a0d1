using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Jobs.Specification;
using Millrace.Training;

namespace Millrace.Jobs.Places;

/// <summary>What a place is asked to train, on which rows, and where its state is kept. Paths are full.</summary>
internal sealed record TrainRequest
{
    /// <summary>The plan; without early stopping where there are no validation rows.</summary>
    public required TrainingPlan Plan { get; init; }

    /// <summary>The stage's key: names what is kept between runs.</summary>
    public required string Key { get; init; }

    /// <summary>Feature files of the training rows.</summary>
    public required IReadOnlyList<string> TrainFiles { get; init; }

    /// <summary>Rows in them.</summary>
    public required long TrainRows { get; init; }

    /// <summary>Feature files of the validation rows.</summary>
    public required IReadOnlyList<string> ValidationFiles { get; init; }

    /// <summary>Rows in them; 0: there are none.</summary>
    public required long ValidationRows { get; init; }

    /// <summary>Names of the numbers of a row, for messages.</summary>
    public required IReadOnlyList<string> FeatureNames { get; init; }

    /// <summary>Ranks, memory, checkpoints, deadline.</summary>
    public required RunSpec Run { get; init; }

    /// <summary>How a cluster is used.</summary>
    public required ClusterTrainingSpec Cluster { get; init; }

    /// <summary>One line an epoch.</summary>
    public required string MetricsFile { get; init; }

    /// <summary>The work folder.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Gets reports.</summary>
    public required IProgress<TrainingProgress> Progress { get; init; }

    /// <summary>Told, in a few words, by which way reports come, where there are several.</summary>
    public Action<string>? ReportedBy { get; init; }

    /// <summary>Gets the log of the training.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>A folder a key: an edited job, or other rows, start anew instead of being refused their predecessor's checkpoint.</summary>
    public string CheckpointFolder => Path.Combine(WorkFolder, "checkpoints", Key[..16]);

    /// <summary>Hash of what some feature files are: lanes are reused only for the very files that they were built from.</summary>
    public string HashOf(IReadOnlyList<string> files)
    {
        var facts = files.Select(path => new FileInfo(path))
            .Select(file => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file.Name}|{file.Length}|{file.LastWriteTimeUtc.Ticks}"));
        var text = string.Join('\n', facts.Prepend(Plan.FeatureHash));
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
