using Apache.Arrow;
using Millrace.Features.Contracts;

namespace Millrace.Features.Cleaning;

/// <summary>
/// The compiled row stage: contract and steps, checked and ready. Nothing in it is fitted; one row's outcome depends on that row alone.
/// Immutable and thread-safe; each thread works through its own <see cref="RowStageWorker"/>.
/// </summary>
public sealed class RowStage
{
    private RowStage(TableContract contract, IReadOnlyList<CleaningStep> steps)
    {
        Contract = contract;
        Steps = steps;
    }

    /// <summary>The contract.</summary>
    public TableContract Contract { get; }

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<CleaningStep> Steps { get; }

    /// <summary>Schema of clean batches.</summary>
    public Schema CleanSchema => throw new NotSupportedException("Not built yet.");

    /// <summary>Checks contract and steps; all faults at once, none when they compile.</summary>
    public static IReadOnlyList<CleaningSpecFault> Check(TableContract contract, IReadOnlyList<CleaningStep> steps) =>
        throw new NotSupportedException("Not built yet.");

    /// <summary>Compiles contract and steps.</summary>
    /// <exception cref="CleaningSpecException">Something is wrong; carries every fault.</exception>
    public static RowStage Compile(TableContract contract, IReadOnlyList<CleaningStep> steps) => new(contract, steps);

    /// <summary>A worker with its own scratch memory, for one thread at a time.</summary>
    public RowStageWorker CreateWorker() => new(this);
}
