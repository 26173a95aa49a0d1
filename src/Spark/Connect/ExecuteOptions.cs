namespace Millrace.Spark.Connect;

/// <summary>How one operation is run.</summary>
internal sealed record ExecuteOptions
{
    public static ExecuteOptions Default { get; } = new();

    /// <summary>Tags by which the operation can be interrupted.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Id of the operation, a UUID; <see langword="null"/>: chosen here.</summary>
    public Guid? OperationId { get; init; }
}
