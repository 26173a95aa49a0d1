namespace Millrace.Jobs.Stages.Model;

/// <summary>The baselines' scores.</summary>
/// <param name="Models">In the order in which they are shown.</param>
internal sealed record BaselineStageResult(IReadOnlyList<BaselineScore> Models);
