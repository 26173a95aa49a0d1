using System.Globalization;
using System.Text.RegularExpressions;

namespace Millrace.Jobs.Tests.CommandLine;

/// <summary>The stages that <c>plan</c> printed.</summary>
internal static partial class PlanTable
{
    /// <summary>Name, rows (null for a dash) and words of each stage, in order.</summary>
    public static IReadOnlyList<(string Name, long? Rows, string Memory, string Words)> Of(string output) =>
    [
        .. StageLine().Matches(output).Select(match => (
            match.Groups["name"].Value,
            match.Groups["rows"].Value == "-" ? (long?)null : long.Parse(match.Groups["rows"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture),
            match.Groups["memory"].Value,
            match.Groups["words"].Value)),
    ];

    [GeneratedRegex(@"^ +\d+\. (?<name>\S+) +(?<rows>[\d,]+|-) +(?<memory>[\d.]+ [kMGT]?B|\d+ bytes)  (?<words>.+)$", RegexOptions.Multiline)]
    private static partial Regex StageLine();
}
