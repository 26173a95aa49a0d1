using Millrace.Features.Contracts;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Relations;

/// <summary>The relation stage of a job, compiled: a small logical plan that every engine runs through the same statements. Immutable and thread-safe.</summary>
internal sealed record RelationPlan
{
    /// <summary>The main table before the first step.</summary>
    public required PlanTable Rows { get; init; }

    /// <summary>Columns of the main contract that the row stage writes as integers too.</summary>
    public required IReadOnlyList<string> Integers { get; init; }

    /// <summary>The further inputs, in name order.</summary>
    public required IReadOnlyList<PlanInput> Inputs { get; init; }

    /// <summary>The steps in order.</summary>
    public required IReadOnlyList<PlanStep> Steps { get; init; }

    /// <summary>The main table after the last step.</summary>
    public required PlanTable Result { get; init; }

    /// <summary>Contract of the training table.</summary>
    public TableContract Contract => new() { Columns = [.. Result.Columns.Select(column => column.Contract)] };

    /// <summary>The plan of a checked job; null where it has no relation stage.</summary>
    public static RelationPlan? Of(JobSpec job) => RelationCompiler.Compile(job, []);

    /// <summary>Contract of the rows that split, features and training read.</summary>
    public static TableContract ContractOf(JobSpec job) => Of(job)?.Contract ?? job.Contract;
}
