namespace Millrace.Features.Cleaning;

/// <summary>One fault of a contract or of a cleaning step, with where it is, so that a job file can name line and column.</summary>
public sealed record CleaningSpecFault
{
    /// <summary>Index of the step among the steps; −1 for a fault of the contract.</summary>
    public required int StepIndex { get; init; }

    /// <summary>Contract column at fault; null when the fault is in a step.</summary>
    public string? Column { get; init; }

    /// <summary>Name of the record's member at fault (<c>Check</c>, <c>With</c>, <c>Column</c> …).</summary>
    public required string Member { get; init; }

    /// <summary>Offset in UTF-16 units inside the member's text where the fault begins; 0 when it is the whole.</summary>
    public int Offset { get; init; }

    /// <summary>Length of the faulty part in UTF-16 units; 0 when unknown.</summary>
    public int Length { get; init; }

    /// <summary>What is wrong and what would be right.</summary>
    public required string Message { get; init; }
}
