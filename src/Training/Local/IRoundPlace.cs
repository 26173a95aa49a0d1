namespace Millrace.Training.Local;

/// <summary>Where the replicas of a round are: threads here, tasks of a cluster. What they give depends on the order only.</summary>
public interface IRoundPlace
{
    /// <summary>The results of all replicas, in their order.</summary>
    /// <exception cref="TrainingException">A number is not finite.</exception>
    Task<IReadOnlyList<RoundResult>> RunAsync(RoundOrder order, CancellationToken cancellationToken);
}
