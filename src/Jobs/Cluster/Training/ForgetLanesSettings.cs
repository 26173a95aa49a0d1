namespace Millrace.Jobs.Cluster.Training;

/// <summary>What travels to the tasks that remove a run's lanes.</summary>
/// <param name="Run">The run's key.</param>
internal sealed record ForgetLanesSettings(string Run);
