using System.Text.Json;

namespace Millrace.Jobs.Scoring;

/// <summary>Cuts training's profile into bins. Pure.</summary>
internal static class DriftBins
{
    private const int MostBins = 10;
    private const int MostValues = 20;

    /// <summary>The columns of a profile that have bins: numbers with a histogram, texts with counted values.</summary>
    /// <param name="profile">The JSON that the row stage wrote.</param>
    /// <param name="wanted">Which columns.</param>
    public static IReadOnlyList<DriftColumn> Of(ReadOnlyMemory<byte> profile, IReadOnlySet<string> wanted)
    {
        using var document = JsonDocument.Parse(profile);
        return [.. document.RootElement.GetProperty("columns").EnumerateArray()
            .Where(column => wanted.Contains(column.GetProperty("name").GetString()!))
            .Select(Column)
            .OfType<DriftColumn>()];
    }

    private static DriftColumn? Column(JsonElement column)
    {
        var name = column.GetProperty("name").GetString()!;
        var nulls = column.GetProperty("nulls").GetInt64();
        if (column.GetProperty("type").GetString()!.StartsWith("timestamp", StringComparison.Ordinal) || column.GetProperty("type").GetString() == "date")
        {
            // Time goes on: every new input differs in it.
            return null;
        }

        return column.TryGetProperty("histogram", out var histogram) && histogram.GetArrayLength() > 0 ? Numbers(name, nulls, histogram)
            : column.TryGetProperty("top", out var top) && top.GetArrayLength() > 0 ? Texts(name, nulls, column.GetProperty("present").GetInt64(), top)
            : null;
    }

    // Neighbouring bars of the histogram together until each bin has about a tenth of the rows.
    private static DriftColumn Numbers(string name, long nulls, JsonElement histogram)
    {
        var bars = histogram.EnumerateArray().Select(bar => (High: bar.GetProperty("high").GetDouble(), Count: bar.GetProperty("count").GetInt64())).ToArray();
        var share = Math.Max(1, bars.Sum(bar => bar.Count) / MostBins);
        var (edges, counts, open) = (new List<double>(), new List<long>(), 0L);
        for (var i = 0; i < bars.Length; i++)
        {
            open += bars[i].Count;
            if (open >= share && i < bars.Length - 1)
            {
                edges.Add(bars[i].High);
                counts.Add(open);
                open = 0;
            }
        }

        return new DriftColumn { Name = name, Edges = edges, Training = [.. counts, open, nulls] };
    }

    private static DriftColumn Texts(string name, long nulls, long present, JsonElement top)
    {
        var values = top.EnumerateArray()
            .Select(value => (Text: value.GetProperty("value").GetString()!, Count: value.GetProperty("count").GetInt64()))
            .Take(MostValues).ToArray();
        return new DriftColumn { Name = name, Values = [.. values.Select(value => value.Text)], Training = [.. values.Select(value => value.Count), present - values.Sum(value => value.Count), nulls] };
    }
}
