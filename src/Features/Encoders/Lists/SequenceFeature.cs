namespace Millrace.Features.Encoders.Lists;

/// <summary>One sequence column of a feature batch.</summary>
/// <param name="Name">The feature's name; its column is <c>s_NAME</c>.</param>
/// <param name="MaxLength">Most elements a row has.</param>
public sealed record SequenceFeature(string Name, int MaxLength);
