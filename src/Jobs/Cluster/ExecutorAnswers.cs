using System.Globalization;
using Millrace.Jobs.Cluster.Executors;
using Millrace.Jobs.Progress;

namespace Millrace.Jobs.Cluster;

/// <summary>What the executors of a cluster answered before any work.</summary>
/// <param name="Reports">An answer a slot.</param>
/// <param name="Expected">Executors that the application is to have; null where nobody fixed a number.</param>
/// <param name="Rounds">How often they were asked until all that are expected were there.</param>
internal sealed record ExecutorAnswers(IReadOnlyList<ProbeReport> Reports, int? Expected, int Rounds)
{
    /// <summary>Tasks that run side by side.</summary>
    public int Slots => Reports.Count;

    /// <summary>Executors that answered.</summary>
    public int Executors => ExecutorsOf(Reports);

    /// <summary>How many slots answered, and on how many hosts.</summary>
    public string Words => $"{ProgressWords.Count(Slots, "slot")} on {ProgressWords.Count(Reports.Select(answer => answer.Host).Distinct(StringComparer.Ordinal).Count(), "host")}";

    /// <summary>What a person should know of executors that have not come; null where all have.</summary>
    public string? Missing => Expected is { } expected && Executors < expected
        ? string.Create(CultureInfo.InvariantCulture, $"{Executors} of the {expected} executors that Spark's settings name answered; the job begins without the others, and one that comes later is held to the same files by what it writes")
        : null;

    /// <summary>Different executors among some answers.</summary>
    public static int ExecutorsOf(IEnumerable<ProbeReport> reports) => reports.Select(answer => (answer.Host, answer.Folder)).Distinct().Count();
}
