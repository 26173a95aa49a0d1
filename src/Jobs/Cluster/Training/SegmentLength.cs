namespace Millrace.Jobs.Cluster.Training;

/// <summary>How long the next segment trains: long enough that starting one costs less than a twentieth, as the last start was measured.</summary>
internal static class SegmentLength
{
    /// <summary>Training for each second of starting.</summary>
    public const int Share = 20;

    /// <summary>What is lost at most when an executor dies, however slow starting is.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromHours(1);

    /// <summary>The length.</summary>
    /// <param name="least">What the job asks for; it may be above <see cref="Most"/>.</param>
    /// <param name="start">What the last start took beside training; zero before the first.</param>
    public static TimeSpan Of(TimeSpan least, TimeSpan start)
    {
        var wanted = start * Share;
        var bounded = wanted < Most ? wanted : Most;
        return bounded > least ? bounded : least;
    }
}
