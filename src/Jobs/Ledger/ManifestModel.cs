namespace Millrace.Jobs.Ledger;

/// <summary>The model in the manifest.</summary>
/// <param name="WeightsSha256">Hash of the weights as little-endian float32.</param>
/// <param name="ModelSha256">Hash of weights, encoders, temperatures and thresholds together: of all that decides an answer.</param>
/// <param name="Parameters">How many weights.</param>
/// <param name="BestEpoch">The epoch whose weights these are.</param>
/// <param name="Epochs">Epochs trained.</param>
/// <param name="Steps">Steps trained.</param>
/// <param name="Stopped">Why training ended.</param>
/// <param name="Reproducible">False where the clock ended it.</param>
/// <param name="Rounds">How it was trained in rounds; null where every step was summed over all ranks.</param>
internal sealed record ManifestModel(
    string WeightsSha256, string ModelSha256, int Parameters, int BestEpoch, int Epochs, long Steps, string Stopped, bool Reproducible, ManifestRounds? Rounds);
