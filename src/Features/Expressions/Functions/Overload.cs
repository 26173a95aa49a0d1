using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Expressions.Functions;

/// <summary>One list of parameters that a function takes.</summary>
/// <param name="Parameters">The parameters; of a variadic function the last may repeat.</param>
/// <param name="Result">Type of the result from the types of the arguments; null with a problem reported when there is none.</param>
/// <param name="Bind">Gives the kernel for a call.</param>
/// <param name="IsVariadic">Whether the last parameter may repeat.</param>
internal sealed record Overload(
    Parameter[] Parameters, Func<ValueType[], ValueType> Result, Func<BindCall, Kernel> Bind, bool IsVariadic = false)
{
    /// <summary>Type of the result where it depends on literal arguments; null where <see cref="Result"/> tells it.</summary>
    public Func<BindCall, ValueType>? ResultOfCall { get; init; }

    /// <summary>An overload with a fixed type of result and one kernel for every call.</summary>
    public static Overload Of(ValueType result, Kernel kernel, params Parameter[] parameters) => new(parameters, _ => result, _ => kernel);

    /// <summary>How documentation and messages write it.</summary>
    public override string ToString() => $"({string.Join(", ", (IEnumerable<Parameter>)Parameters)}{(IsVariadic ? ", …" : "")})";
}
