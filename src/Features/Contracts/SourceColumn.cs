using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Contracts;

/// <summary>A column as the engine delivered it, brought to few physical forms but not yet judged.</summary>
/// <param name="Values">Values; the type's kind says which form, timestamps counted in <paramref name="UnitsPerSecond"/>.</param>
/// <param name="UnitsPerSecond">Ticks of a timestamp per second; 0 for other kinds.</param>
/// <param name="IsBinary">Whether text was delivered as bytes that nobody has looked at.</param>
/// <param name="IsSingle">Whether floats were delivered in single precision.</param>
internal readonly record struct SourceColumn(Vector Values, long UnitsPerSecond = 0, bool IsBinary = false, bool IsSingle = false);
