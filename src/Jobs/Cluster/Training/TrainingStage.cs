namespace Millrace.Jobs.Cluster.Training;

/// <summary>A stage of training tasks.</summary>
/// <param name="Operator">The operator's name in the registry.</param>
/// <param name="Tasks">How many tasks run it.</param>
/// <param name="Barrier">Whether they run at the same time and meet.</param>
internal readonly record struct TrainingStage(string Operator, int Tasks, bool Barrier);
