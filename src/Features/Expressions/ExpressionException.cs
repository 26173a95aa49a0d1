namespace Millrace.Features.Expressions;

/// <summary>Stops the parser at its first fault. Does not leave this folder.</summary>
internal sealed class ExpressionException(ExpressionFault fault) : Exception(fault.Message)
{
    public ExpressionFault Fault { get; } = fault;
}
