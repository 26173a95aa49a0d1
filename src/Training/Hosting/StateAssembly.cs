using System.IO.Hashing;

namespace Millrace.Training.Hosting;

/// <summary>Puts the slices of all ranks together again as one checkpoint file. Slices may come in any order. Not thread-safe.</summary>
/// <param name="limitBytes">Most bytes to hold.</param>
public sealed class StateAssembly(long limitBytes)
{
    private readonly SortedDictionary<(int Rank, int Sequence), ReadOnlyMemory<byte>> _slices = [];

    /// <summary>Bytes taken so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Keeps a slice.</summary>
    /// <exception cref="TrainingException">Its hash does not match, it came twice, or the state is above the limit.</exception>
    public void Add(StateSlice slice)
    {
        ArgumentNullException.ThrowIfNull(slice);
        if (Convert.ToHexStringLower(XxHash128.Hash(slice.Bytes.Span)) != slice.Hash)
        {
            throw new TrainingException($"slice {slice.Sequence} of rank {slice.Rank}'s state fails its checksum");
        }

        if (!_slices.TryAdd((slice.Rank, slice.Sequence), slice.Bytes))
        {
            throw new TrainingException($"slice {slice.Sequence} of rank {slice.Rank}'s state came twice");
        }

        Bytes += slice.Bytes.Length;
        if (Bytes > limitBytes)
        {
            throw new TrainingException($"the state is larger than the {limitBytes:N0} bytes that may pass through the driver");
        }
    }

    /// <summary>Writes the checkpoint under a temporary name, flushes it, renames it, and checks what it then says.</summary>
    /// <exception cref="Checkpoints.CheckpointException">A slice is missing: the checkpoint is torn.</exception>
    public async Task<StoredState> WriteAsync(string path, CancellationToken cancellationToken)
    {
        await using (var stream = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            foreach (var bytes in _slices.Values)
            {
                await stream.WriteAsync(bytes, cancellationToken);
            }

            stream.Flush(flushToDisk: true);
        }

        StoredState.Read(path + ".tmp");
        File.Move(path + ".tmp", path, overwrite: true);
        return StoredState.Read(path);
    }
}
