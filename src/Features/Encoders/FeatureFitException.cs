namespace Millrace.Features.Encoders;

/// <summary>Features cannot be fitted on, or applied to, this data. The message names columns and counts, never values.</summary>
public sealed class FeatureFitException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="column">The column at fault; null where it is none.</param>
    /// <param name="rows">Rows concerned.</param>
    /// <param name="message">What, where, and what to do.</param>
    public FeatureFitException(FeatureFitFault fault, string? column, long rows, string message)
        : base(message)
    {
        Fault = fault;
        Column = column;
        Rows = rows;
    }

    /// <summary>What is wrong.</summary>
    public FeatureFitFault Fault { get; }

    /// <summary>The column at fault; null where it is none.</summary>
    public string? Column { get; }

    /// <summary>Rows concerned.</summary>
    public long Rows { get; }
}
