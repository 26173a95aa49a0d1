namespace Millrace.Features.Contracts;

/// <summary>Reads one value from UTF-8.</summary>
internal delegate FaultKind TextParser<T>(ReadOnlySpan<byte> text, out T value);
