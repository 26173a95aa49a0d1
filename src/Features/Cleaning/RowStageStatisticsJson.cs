using System.Collections.Immutable;
using System.Text.Json;
using Millrace.Features.Hashing;

namespace Millrace.Features.Cleaning;

/// <summary>The JSON form of <see cref="RowStageStatistics"/>: fixed member order, names sorted by UTF-16 code unit.</summary>
internal static class RowStageStatisticsJson
{
    private const int MaxBytes = 64 << 20;

    public static byte[] Write(RowStageStatistics statistics)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("rows_read", statistics.RowsRead);
            json.WriteNumber("rows_clean", statistics.RowsClean);
            json.WriteNumber("rows_quarantined", statistics.RowsQuarantined);
            json.WriteString("clean_content", statistics.CleanContent.ToString());
            json.WriteString("quarantined_content", statistics.QuarantinedContent.ToString());
            WriteCounts(json, "reasons", statistics.Reasons);
            WriteCounts(json, "faults", statistics.Faults);
            WriteRules(json, statistics.Rules);
            WriteChanges(json, statistics.Changes);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    public static RowStageStatistics Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new JsonException("Row stage statistics are larger than 64 MiB.");
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.ToArray());
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException("These are not row stage statistics.", exception);
        }
    }

    private static RowStageStatistics Read(JsonElement root) => new()
    {
        RowsRead = root.GetProperty("rows_read").GetInt64(),
        RowsClean = root.GetProperty("rows_clean").GetInt64(),
        RowsQuarantined = root.GetProperty("rows_quarantined").GetInt64(),
        CleanContent = ContentHash.Parse(Text(root, "clean_content")!),
        QuarantinedContent = ContentHash.Parse(Text(root, "quarantined_content")!),
        Reasons = Sorted(root.GetProperty("reasons"), value => value.GetInt64()),
        Faults = Sorted(root.GetProperty("faults"), value => value.GetInt64()),
        Rules = Sorted(root.GetProperty("rules"), ReadRule),
        Changes = Sorted(root.GetProperty("changes"), ReadChange),
    };

    private static void WriteCounts(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, long> counts)
    {
        json.WriteStartObject(name);
        foreach (var (key, count) in counts)
        {
            json.WriteNumber(key, count);
        }

        json.WriteEndObject();
    }

    private static void WriteRules(Utf8JsonWriter json, ImmutableSortedDictionary<string, RuleCounts> rules)
    {
        json.WriteStartObject("rules");
        foreach (var (key, counts) in rules)
        {
            json.WriteStartObject(key);
            json.WriteNumber("passed", counts.Passed);
            json.WriteNumber("failed", counts.Failed);
            json.WriteNumber("unknown", counts.Unknown);
            json.WriteNumber("no_result", counts.NoResult);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteChanges(Utf8JsonWriter json, ImmutableSortedDictionary<string, ChangeLog> changes)
    {
        json.WriteStartObject("changes");
        foreach (var (key, log) in changes)
        {
            json.WriteStartObject(key);
            json.WriteString("step", log.Step);
            json.WriteString("column", log.Column);
            json.WriteNumber("cells", log.Cells);
            json.WriteStartArray("samples");
            foreach (var sample in log.Samples)
            {
                json.WriteStartObject();
                json.WriteNumber("key", sample.Key);
                json.WriteString("before", sample.Before);
                json.WriteString("after", sample.After);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static RuleCounts ReadRule(JsonElement value) => new(
        value.GetProperty("passed").GetInt64(),
        value.GetProperty("failed").GetInt64(),
        value.GetProperty("unknown").GetInt64(),
        value.GetProperty("no_result").GetInt64());

    private static ChangeLog ReadChange(JsonElement value) => new()
    {
        Step = Text(value, "step")!,
        Column = Text(value, "column")!,
        Cells = value.GetProperty("cells").GetInt64(),
        Samples =
        [
            .. value.GetProperty("samples").EnumerateArray().Select(sample => new ChangeSample
            {
                Key = sample.GetProperty("key").GetUInt64(),
                Before = Text(sample, "before"),
                After = Text(sample, "after"),
            }),
        ],
    };

    private static string? Text(JsonElement value, string name) => value.GetProperty(name).GetString();

    private static ImmutableSortedDictionary<string, T> Sorted<T>(JsonElement value, Func<JsonElement, T> read) =>
        value.EnumerateObject().ToImmutableSortedDictionary(member => member.Name, member => read(member.Value), StringComparer.Ordinal);
}
