namespace Millrace.Jobs.Cluster.Training;

/// <summary>The ways of reporting, for the display.</summary>
internal static class ReportWords
{
    /// <summary>In a few words.</summary>
    public static string Of(ReportWay way) => way switch
    {
        ReportWay.Direct => "told by rank 0 itself",
        ReportWay.File => "told through the work folder",
        ReportWay.Segment => "told once a segment: the executors reach neither the driver nor the work folder with reports",
        _ => "told once a round",
    };
}
