using System.Security.Cryptography.X509Certificates;

namespace Millrace.Training.Collectives;

/// <summary>What the links of one rank need to know.</summary>
public sealed record LinkOptions
{
    /// <summary>This rank.</summary>
    public required int Rank { get; init; }

    /// <summary>N, a power of two.</summary>
    public required int Ranks { get; init; }

    /// <summary>Number of the run; frames of another are refused.</summary>
    public required ulong Run { get; init; }

    /// <summary>How often the run's ranks were started; frames of another start are refused.</summary>
    public int Generation { get; init; }

    /// <summary>The run's secret, at least 16 bytes; proved both ways before anything else is read. Never in arguments or logs.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>Silence after which a peer is given up; 200 ms to 10 minutes.</summary>
    public TimeSpan PeerTimeout { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>Time after which a peer is given up that lives but does not deliver its part.</summary>
    public TimeSpan StepDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time for all ranks to find each other.</summary>
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of a chunk on the wire, 4 KiB to 16 MiB, a multiple of 64.</summary>
    public int ChunkBytes { get; init; } = 1 << 18;

    /// <summary>The run's certificate with its key; null: links are not encrypted.</summary>
    public X509Certificate2? Certificate { get; init; }

    internal TimeSpan HeartbeatInterval => PeerTimeout / 6;

    internal void ThrowIfFaulty()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Secret.Length, 16, nameof(Secret));
        ArgumentOutOfRangeException.ThrowIfLessThan(PeerTimeout, TimeSpan.FromMilliseconds(200), nameof(PeerTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PeerTimeout, TimeSpan.FromMinutes(10), nameof(PeerTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(ChunkBytes, 4096, nameof(ChunkBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ChunkBytes, 1 << 24, nameof(ChunkBytes));
        if (ChunkBytes % 64 != 0)
        {
            throw new ArgumentException($"a chunk must be a multiple of 64 bytes, not {ChunkBytes}");
        }

        if (!System.Numerics.BitOperations.IsPow2(Ranks) || Rank < 0 || Rank >= Ranks)
        {
            throw new ArgumentException($"rank {Rank} of {Ranks} ranks: the count must be a power of two above the rank");
        }
    }
}
