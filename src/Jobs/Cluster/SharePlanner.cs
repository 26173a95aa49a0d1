using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Engine.Scanning;
using Millrace.Jobs.Places;

namespace Millrace.Jobs.Cluster;

/// <summary>
/// Cuts a stage's input into shares: enough that no slot waits long for the last one, each large enough to be worth a task. A function of its arguments, so
/// a run that was killed finds the same shares again.
/// </summary>
internal static class SharePlanner
{
    // A share keeps statistics of its own, whose cost is that of their first hundred thousand values: few large shares cost less than many small ones.
    private const int SharesPerSlot = 2;
    private const long LeastRows = 65_536;
    private const long MostRows = 4_000_000;
    private const int LabelLength = 16;

    /// <summary>The shares of a stage.</summary>
    /// <param name="key">The stage's key.</param>
    /// <param name="inputs">What it reads.</param>
    /// <param name="slots">Tasks that the cluster runs side by side.</param>
    /// <param name="isWholeFiles">Whether a file may not be cut; then each is a share of its own.</param>
    public static IReadOnlyList<ShareAssignment> Plan(string key, IReadOnlyList<RowInput> inputs, int slots, bool isWholeFiles)
    {
        var known = inputs.Sum(input => input.Snapshot.Files.Sum(file => file.Rows ?? 0));
        var wanted = isWholeFiles ? long.MaxValue : Math.Clamp(known / (slots * SharesPerSlot), LeastRows, MostRows);
        var shares = new List<ShareAssignment>();
        for (var number = 0; number < inputs.Count; number++)
        {
            foreach (var scans in Group(ScanPlanner.Plan(inputs[number].Snapshot, wanted), isWholeFiles ? 1 : wanted))
            {
                shares.Add(new ShareAssignment(Label(key, inputs[number], scans), number, scans));
            }
        }

        return shares;
    }

    // Many small files make one share; a file whose rows are not known is one alone.
    private static IEnumerable<IReadOnlyList<ScanAssignment>> Group(IReadOnlyList<ScanAssignment> scans, long wanted)
    {
        var group = new List<ScanAssignment>();
        long rows = 0;
        foreach (var scan in scans)
        {
            if (group.Count > 0 && (scan.Rows is null || rows + scan.Rows > wanted))
            {
                yield return group;
                (group, rows) = ([], 0);
            }

            group.Add(scan);
            rows += scan.Rows ?? wanted;
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private static string Label(string key, RowInput input, IReadOnlyList<ScanAssignment> scans)
    {
        var text = new StringBuilder().Append(key).Append('\n').Append(input.Role);
        foreach (var scan in scans)
        {
            var file = input.Snapshot.Files[scan.FileOrdinal];
            text.Append(CultureInfo.InvariantCulture, $"\n{file.FullPath}|{file.Bytes}|{file.FooterHash}|{scan.FirstRowGroup}|{scan.RowGroupCount}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..LabelLength];
    }
}
