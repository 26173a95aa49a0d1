namespace Millrace.Jobs.Ledger;

/// <summary>The rounds of a model that was trained in mode <c>local</c>, as they were fixed at planning.</summary>
/// <param name="Replicas">R.</param>
/// <param name="StepsPerRound">H.</param>
/// <param name="InnerState">Whether a replica's optimiser state was carried from round to round, or reset.</param>
internal sealed record ManifestRounds(int Replicas, int StepsPerRound, string InnerState);
