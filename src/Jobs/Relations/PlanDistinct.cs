namespace Millrace.Jobs.Relations;

/// <summary>One row of those that are equal in some columns.</summary>
internal sealed record PlanDistinct : PlanStep
{
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>File columns in order; true where the larger wins.</summary>
    public required IReadOnlyList<(string Column, bool Largest)> Keep { get; init; }
}
