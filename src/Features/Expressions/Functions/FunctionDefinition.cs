namespace Millrace.Features.Expressions.Functions;

/// <summary>A function or operator: what it takes, what it means, its cases.</summary>
/// <param name="Name">Name by which the parser calls it.</param>
/// <param name="Form">How it is written, for documentation.</param>
/// <param name="Meaning">What it gives, for documentation.</param>
/// <param name="Overloads">What it takes; the first that fits counts.</param>
/// <param name="Cases">Its cases: documentation and test alike.</param>
internal sealed record FunctionDefinition(
    string Name, string Form, string Meaning, IReadOnlyList<Overload> Overloads, IReadOnlyList<FunctionCase> Cases);
