namespace Millrace.Features.Expressions;

/// <summary>What is wrong with an expression, and where.</summary>
/// <param name="Offset">Where the fault begins, in UTF-16 units.</param>
/// <param name="Length">Length of the faulty part.</param>
/// <param name="Message">What is wrong and what would be right.</param>
internal sealed record ExpressionFault(int Offset, int Length, string Message);
