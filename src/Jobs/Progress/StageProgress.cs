namespace Millrace.Jobs.Progress;

/// <summary>How far a stage is.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Done">Units done since the stage began; never falls.</param>
/// <param name="Total">Units there will be; null where that is not known.</param>
/// <param name="Unit">What is counted, in the plural: <c>rows</c>, <c>steps</c>, <c>files</c>.</param>
/// <param name="Detail">A few more words, such as <c>epoch 3, validation loss 0.412</c>; null where there are none.</param>
public sealed record StageProgress(string Stage, long Done, long? Total, string Unit, string? Detail = null);
