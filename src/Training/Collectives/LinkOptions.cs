using System.Security.Cryptography.X509Certificates;

namespace Millrace.Training.Collectives;

/// <summary>What the links of one rank need to know.</summary>
public sealed record LinkOptions
{
    /// <summary>Bytes of a socket's send and receive buffers unless said otherwise.</summary>
    public const int UsualSocketBufferBytes = 1 << 22;

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

    /// <summary>
    /// Time after which a peer is given up that lives (its heartbeats come) but does not deliver its part of a step. Every rank has the error within two seconds after it, the late one
    /// when it comes to the step, or to its next exchange.
    /// </summary>
    public TimeSpan StepDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time for all ranks to find each other.</summary>
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of a chunk on the wire, 4 KiB to 16 MiB, a multiple of 64.</summary>
    public int ChunkBytes { get; init; } = 1 << 18;

    /// <summary>Bytes that the sockets of calling ranks hold in each direction, 64 KiB to 64 MiB; the system may allow less. Listeners have their own: <see cref="RankListener.Bind"/>.</summary>
    public int SocketBufferBytes { get; init; } = UsualSocketBufferBytes;

    /// <summary>
    /// How long a rank that waits for its peer keeps its core before it sleeps, 0 to 10 ms. Waking costs more than a peer is usually behind; where ranks share cores it must be 0.
    /// </summary>
    public TimeSpan SpinTime { get; init; } = TimeSpan.FromMicroseconds(500);

    /// <summary>The run's certificate with its key; null: links are not encrypted.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The spin time of <paramref name="ranks"/> ranks on this machine: none where they share cores.</summary>
    internal static TimeSpan SpinTimeOf(int ranks) => ranks <= Environment.ProcessorCount ? TimeSpan.FromMicroseconds(500) : TimeSpan.Zero;

    internal TimeSpan HeartbeatInterval => PeerTimeout / 6;

    /// <summary>What who waits in a later exchange of an operation adds to the step deadline, an exchange: the time for a notice to come first.</summary>
    internal TimeSpan TurnGrace => HeartbeatInterval + TimeSpan.FromMilliseconds(100);

    /// <summary>How long the peer of the operation's exchange <paramref name="turn"/> is waited for.</summary>
    internal TimeSpan DeadlineOf(int turn) => StepDeadline + (turn * TurnGrace);

    internal void ThrowIfFaulty()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Secret.Length, 16, nameof(Secret));
        ArgumentOutOfRangeException.ThrowIfLessThan(PeerTimeout, TimeSpan.FromMilliseconds(200), nameof(PeerTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PeerTimeout, TimeSpan.FromMinutes(10), nameof(PeerTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(ChunkBytes, 4096, nameof(ChunkBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ChunkBytes, 1 << 24, nameof(ChunkBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(SocketBufferBytes, 1 << 16, nameof(SocketBufferBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SocketBufferBytes, 1 << 26, nameof(SocketBufferBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(SpinTime, TimeSpan.Zero, nameof(SpinTime));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SpinTime, TimeSpan.FromMilliseconds(10), nameof(SpinTime));
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
