namespace Millrace.Spark.Worker.Wire;

/// <summary>Everything that Spark sends ahead of a task's data.</summary>
internal sealed record TaskHeader
{
    public required ProtocolFamily Family { get; init; }

    public required int PartitionId { get; init; }

    /// <summary>Free text from the driver: names this library and its version.</summary>
    public required string DriverVersion { get; init; }

    /// <summary>Null where the task is not in a barrier stage.</summary>
    public BarrierEndpoint? Barrier { get; init; }

    public required int StageId { get; init; }

    public required int AttemptNumber { get; init; }

    public required long TaskAttemptId { get; init; }

    public required int Cpus { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Resources { get; init; }

    /// <summary>Session settings among them; never logged, for a token may stand there.</summary>
    public required IReadOnlyDictionary<string, string> LocalProperties { get; init; }

    public required string FilesFolder { get; init; }

    public required EvalType EvalType { get; init; }

    public required IReadOnlyDictionary<string, string> RunnerSettings { get; init; }

    public required IReadOnlyList<WorkerFunction> Functions { get; init; }
}
