using System.Text.Json;

namespace Millrace.Spark.Worker.Wire;

/// <summary>Reads the task context of Spark 4.2 and later: one JSON object whose keys come in any order and may grow.</summary>
internal static class TaskContextJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <summary>Fills <paramref name="header"/> from <paramref name="json"/>.</summary>
    public static TaskHeader Apply(TaskHeader header, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            var root = document.RootElement;
            return header with
            {
                StageId = root.GetProperty("stageId").GetInt32(),
                AttemptNumber = root.GetProperty("attemptNumber").GetInt32(),
                TaskAttemptId = root.GetProperty("taskAttemptId").GetInt64(),
                Cpus = root.GetProperty("cpus").GetInt32(),
                Barrier = root.GetProperty("isBarrier").GetBoolean() ? ReadBarrier(root) : null,
                Resources = root.GetProperty("resources").EnumerateObject().ToDictionary(
                    resource => resource.Name,
                    IReadOnlyList<string> (resource) => [.. resource.Value.GetProperty("addresses").EnumerateArray().Select(Text)],
                    StringComparer.Ordinal),
                LocalProperties = root.GetProperty("localProperties").EnumerateObject().ToDictionary(
                    property => property.Name, property => Text(property.Value), StringComparer.Ordinal),
            };
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new WorkerProtocolException($"the task context is not as Spark 4.2 or later writes it ({failure.GetType().Name})");
        }
    }

    private static BarrierEndpoint ReadBarrier(JsonElement root)
    {
        var place = root.GetProperty("connInfo");
        return place.ValueKind == JsonValueKind.String
            ? new BarrierEndpoint(0, place.GetString(), null)
            : new BarrierEndpoint(place.GetInt32(), null, root.GetProperty("secret").GetString());
    }

    private static string Text(JsonElement element) => element.GetString() ?? "";
}
