namespace Millrace.Jobs.Cluster.Training;

/// <summary>How the tasks of one barrier stage find and trust each other. Travels in the command's bytes only, for it holds the secret.</summary>
internal sealed record MeetingSettings
{
    /// <summary>The run's secret, base64.</summary>
    public required string Secret { get; init; }

    /// <summary>The run's certificate and key, base64; null where links are not encrypted.</summary>
    public string? Certificate { get; init; }

    /// <summary>How often tasks of this run were started; links of another start are refused.</summary>
    public required int Generation { get; init; }

    /// <summary>Where ranks may listen.</summary>
    public required PortRange Ports { get; init; }

    /// <summary>Silence after which a task is given up.</summary>
    public required TimeSpan PeerTimeout { get; init; }

    /// <summary>Time after which a task is given up that lives but does not deliver its part of a step.</summary>
    public required TimeSpan StepDeadline { get; init; }

    /// <summary>Time for all links to come about.</summary>
    public required TimeSpan ConnectDeadline { get; init; }
}
