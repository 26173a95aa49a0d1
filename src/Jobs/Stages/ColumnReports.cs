using System.Globalization;
using System.Text.Json;
using Millrace.Jobs.Reporting;

namespace Millrace.Jobs.Stages;

/// <summary>Reads the columns for the report out of <c>profile.json</c>.</summary>
internal static class ColumnReports
{
    private const double MostWhole = 1e15;

    /// <summary>The columns in contract order.</summary>
    public static async Task<IReadOnlyList<ColumnReport>> ReadAsync(string profileFile, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(profileFile, cancellationToken));
        return [.. document.RootElement.GetProperty("columns").EnumerateArray().Select(ColumnOf)];
    }

    private static ColumnReport ColumnOf(JsonElement column)
    {
        var (present, nulls) = (column.GetProperty("present").GetInt64(), column.GetProperty("nulls").GetInt64());
        return new ColumnReport
        {
            Name = column.GetProperty("name").GetString()!,
            Type = column.GetProperty("type").GetString()!,
            Unit = column.GetProperty("unit").GetString(),
            Note = column.GetProperty("note").GetString(),
            Personal = column.GetProperty("personal").GetBoolean(),
            Rows = present + nulls,
            Nulls = nulls,
            Distinct = column.TryGetProperty("distinct", out var distinct) ? distinct.GetProperty("value").GetInt64() : null,
            Statistics = column.TryGetProperty("numbers", out var numbers) ? StatisticsOf(numbers) : [],
            Histogram = column.TryGetProperty("histogram", out var bins)
                ? [.. bins.EnumerateArray().Select(bin => new HistogramBin(bin.GetProperty("low").GetDouble(), bin.GetProperty("high").GetDouble(), bin.GetProperty("count").GetInt64()))]
                : [],
            TopValues = column.TryGetProperty("top", out var top)
                ? [.. top.EnumerateArray().Select(value => KeyValuePair.Create(value.GetProperty("value").GetString() ?? "", value.GetProperty("count").GetInt64()))]
                : [],
        };
    }

    private static List<KeyValuePair<string, string>> StatisticsOf(JsonElement numbers)
    {
        var statistics = new List<KeyValuePair<string, string>>();
        Add("minimum", "least");
        if (numbers.TryGetProperty("quantile_times", out var quantiles) || numbers.TryGetProperty("quantiles", out quantiles))
        {
            foreach (var quantile in quantiles.EnumerateObject())
            {
                statistics.Add(new(quantile.Name, Text(quantile.Value)));
            }
        }

        Add("maximum", "greatest");
        Add("mean", "mean");
        Add("deviation", "deviation");
        return statistics;

        void Add(string shown, string name)
        {
            // A time is shown as one, where the profile gives it.
            if (numbers.TryGetProperty($"{name}_time", out var time))
            {
                statistics.Add(new(shown, time.GetString()!));
            }
            else if (numbers.TryGetProperty(name, out var value))
            {
                statistics.Add(new(shown, Text(value)));
            }
        }
    }

    // Whole numbers are shown whole, with separators; others to six digits.
    private static string Text(JsonElement value) => value.ValueKind != JsonValueKind.Number ? value.ToString()
        : value.GetDouble() is var number && number == Math.Round(number) && Math.Abs(number) < MostWhole ? number.ToString("#,0", CultureInfo.InvariantCulture)
        : number.ToString("G6", CultureInfo.InvariantCulture);
}
