using System.Text.Json;
using System.Runtime.InteropServices;
using Millrace.Training.Checkpoints;
using Millrace.Training.Collectives;

namespace Millrace.Training.Hosting;

/// <summary>A segment's state on its way from rank 0 to all ranks, and from all ranks back.</summary>
internal static class SegmentState
{
    private const int MaxJsonBytes = 1 << 28;

    /// <summary>Gives every rank the state of rank 0; the arrays are equally long everywhere, because the plan is the same.</summary>
    public static void Spread(ICollective collective, TrainingState state)
    {
        var progress = SpreadBytes(collective, () => JsonSerializer.SerializeToUtf8Bytes(state.Progress, CheckpointJson.Default.StateProgress));
        state.Progress = JsonSerializer.Deserialize(progress, CheckpointJson.Default.StateProgress)!;
        foreach (var (_, values) in state.Sections)
        {
            if (values.Length > 0)
            {
                collective.Broadcast(MemoryMarshal.AsBytes(values.AsSpan()), 0);
            }
        }
    }

    /// <summary>The state as every rank sees it: rank 0 words the header, because epochs' times are its own.</summary>
    public static CheckpointImage Gather(ICollective collective, CheckpointIdentity identity, TrainingState state) =>
        new(SpreadBytes(collective, () => CheckpointImage.HeaderBytes(identity.Header(state.Progress))), state.Sections);

    private static byte[] SpreadBytes(ICollective collective, Func<byte[]> make)
    {
        var bytes = collective.Rank == 0 ? make() : [];
        long[] length = [bytes.Length];
        collective.Broadcast(MemoryMarshal.AsBytes(length.AsSpan()), 0);
        if (length[0] is < 2 or > MaxJsonBytes)
        {
            throw new TrainingException($"rank 0 announced {length[0]} bytes of state");
        }

        bytes = collective.Rank == 0 ? bytes : new byte[length[0]];
        collective.Broadcast(bytes, 0);
        return bytes;
    }
}
