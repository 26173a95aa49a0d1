namespace Millrace.Jobs.Cluster.Training;

/// <summary>By which way reports of a training reach the driver.</summary>
internal enum ReportWay
{
    /// <summary>Rank 0 sends them to the driver.</summary>
    Direct,

    /// <summary>Rank 0 writes them into a file of the work folder, which the driver reads.</summary>
    File,

    /// <summary>The driver tells what a segment gave, once it is over.</summary>
    Segment,

    /// <summary>Mode <c>local</c>: the driver tells what a round gave.</summary>
    Round,
}
