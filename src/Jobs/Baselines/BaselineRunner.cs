using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Baselines;

/// <summary>Trains the baselines of a job with Microsoft.ML and scores them on the rows that the network is scored on.</summary>
internal static class BaselineRunner
{
    /// <summary>Trains and scores what <paramref name="spec"/> asks for: linear first, then trees.</summary>
    /// <exception cref="JobFailedException">A feature file cannot be used, or the label has one value only.</exception>
    public static Task<IReadOnlyList<BaselineResult>> RunAsync(
        BaselineSpec spec, BaselineData data, TrainingTask task, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{spec} {data} {task} {cancellationToken.IsCancellationRequested}");
}
