using System.Text.Json.Serialization;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>Where rank 0 reports how far training is. At most one member is set; losing it never harms the run.</summary>
internal sealed record ProgressTarget
{
    /// <summary>The driver's <c>address:port</c>, one line of JSON a report.</summary>
    public string? Push { get; init; }

    /// <summary>A file of the work folder, one line of JSON a report.</summary>
    public string? File { get; init; }

    /// <summary>The way that this is.</summary>
    [JsonIgnore]
    public ReportWay Way => Push is not null ? ReportWay.Direct : File is not null ? ReportWay.File : ReportWay.Segment;

    /// <summary>Least time between two reports.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);
}
