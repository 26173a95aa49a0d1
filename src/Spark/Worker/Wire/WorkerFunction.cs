namespace Millrace.Spark.Worker.Wire;

/// <summary>One function of a task: the columns it reads and the commands to apply, the first one first.</summary>
/// <param name="Offsets">Positions in the input, or for a grouped map the counts and positions that Spark packs there.</param>
/// <param name="Commands">What the driver sent, unchanged.</param>
internal sealed record WorkerFunction(IReadOnlyList<int> Offsets, IReadOnlyList<byte[]> Commands);
