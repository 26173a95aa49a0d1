using Millrace.Training;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>What stays the same from segment to segment of one training.</summary>
/// <param name="Run">What is trained.</param>
/// <param name="Target">Where rank 0 reports.</param>
/// <param name="Progress">Gets reports.</param>
/// <param name="Began">When it began, as a time stamp of the trainer's clock.</param>
internal sealed record TrainingCourse(ClusterTrainingRun Run, ProgressTarget Target, IProgress<TrainingProgress> Progress, long Began);
