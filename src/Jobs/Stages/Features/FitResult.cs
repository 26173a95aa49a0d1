using Millrace.Features.Encoders;

namespace Millrace.Jobs.Stages.Features;

/// <summary>The frozen feature model.</summary>
/// <param name="File">Its JSON, relative to the run folder.</param>
/// <param name="Sha256">Hash of that JSON.</param>
/// <param name="Layout">What a feature row holds.</param>
internal sealed record FitResult(string File, string Sha256, FeatureLayout Layout);
