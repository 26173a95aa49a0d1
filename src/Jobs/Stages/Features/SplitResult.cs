namespace Millrace.Jobs.Stages.Features;

/// <summary>How many rows each part has.</summary>
/// <param name="Train">Rows that features and network are fitted on.</param>
/// <param name="Validation">Rows for early stopping and model choice.</param>
/// <param name="Test">Rows for the final metrics, before those without a label are left out.</param>
/// <param name="TestQuarantined">Those of <paramref name="Test"/> that a rule would have kept from training.</param>
internal sealed record SplitResult(long Train, long Validation, long Test, long TestQuarantined);
