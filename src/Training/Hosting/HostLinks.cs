using System.Net;

namespace Millrace.Training.Hosting;

/// <summary>How the hosts of a run find and trust each other; equal on all of them but for <see cref="Host"/>.</summary>
public sealed record HostLinks
{
    /// <summary>This host, from 0; it has the ranks from <c>Host · N / hosts</c> on.</summary>
    public required int Host { get; init; }

    /// <summary>Where each host listens, by host; a power of two of them.</summary>
    public required IReadOnlyList<IPEndPoint> EndPoints { get; init; }

    /// <summary>Number of the run's start: hosts of another start are refused.</summary>
    public required ulong Run { get; init; }

    /// <summary>How often the run's hosts were started; hosts of another generation are refused.</summary>
    public int Generation { get; init; }

    /// <summary>The run's secret, at least 16 bytes; never in arguments or logs.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>Certificate and key of the run (<see cref="Trainer.CreateRunCertificate"/>), which encrypts links; null: they are authenticated only.</summary>
    public byte[]? Certificate { get; init; }

    /// <summary>Silence after which a host is given up; 200 ms to 10 minutes.</summary>
    public TimeSpan PeerTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time after which a host is given up that lives but does not deliver its part of a step.</summary>
    public TimeSpan StepDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time for all hosts to find each other.</summary>
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromSeconds(30);
}
