namespace Millrace.Training.Hosting;

/// <summary>A part of a stored state: rank 0's first slice begins the checkpoint, the last rank's last slice ends it.</summary>
/// <param name="Rank">Whose part it is of.</param>
/// <param name="Sequence">Its place among the rank's slices, from 0.</param>
/// <param name="Hash">xxHash128 of the bytes, lowercase hex.</param>
/// <param name="Bytes">Up to <see cref="MaxBytes"/>.</param>
public sealed record StateSlice(int Rank, int Sequence, string Hash, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Most bytes of a slice: 4 MiB.</summary>
    public const int MaxBytes = 4 << 20;
}
