namespace Millrace.Features.Encoders;

/// <summary>A column that training reads, with its contract type.</summary>
/// <param name="Name">The column.</param>
/// <param name="Type">Its contract type.</param>
public sealed record ReadColumn(string Name, string Type);
