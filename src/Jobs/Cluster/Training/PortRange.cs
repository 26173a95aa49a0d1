using System.Globalization;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>The ports that ranks may listen on; 0 to 0 is any free one.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
internal readonly record struct PortRange(int First, int Last)
{
    /// <summary>What may be written.</summary>
    public const string Forms = "0 (any free port), PORT, or FIRST-LAST";

    /// <summary>Reads a range; null where the text is none.</summary>
    public static PortRange? Parse(string text)
    {
        var parts = text.Split('-', 2);
        return Port(parts[0]) is { } first && Port(parts[^1]) is { } last && first <= last && (first > 0 || last == 0) ? new PortRange(first, last) : null;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        First == Last ? First.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    private static int? Port(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue ? port : null;
}
