using System.Text.Json.Nodes;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Stages.Model;

namespace Millrace.Jobs.Stages;

/// <summary>What manifest and model card say of each target.</summary>
internal static class TargetFacts
{
    /// <summary>One object a target: scores by part, calibration, threshold.</summary>
    public static JsonArray Of(RunFacts facts) => [.. (facts.Quality?.Targets ?? []).Select(target => (JsonNode)Of(facts, target))];

    private static JsonObject Of(RunFacts facts, TargetQuality target)
    {
        var node = new JsonObject
        {
            ["name"] = target.Name,
            ["task"] = target.Task.ToString().ToLowerInvariant(),
            ["validation"] = Numbers(target.Validation),
            ["test"] = Numbers(target.Test),
        };
        if (target.Calibration is { } calibration)
        {
            var fitted = facts.Trained?.Calibrations.FirstOrDefault(record => record.Target == target.Name);
            node["calibration"] = new JsonObject
            {
                ["temperature"] = calibration.Temperature,
                ["validation_rows"] = fitted?.Rows,
                ["validation_log_loss_before"] = Number(fitted?.LossBefore),
                ["validation_log_loss"] = Number(fitted?.LossAfter),
                ["test_error_before"] = Number(calibration.ErrorBefore),
                ["test_error"] = Number(calibration.Error),
            };
        }

        if (target.Threshold is { } threshold)
        {
            node["threshold"] = new JsonObject
            {
                ["value"] = threshold.Value,
                ["chosen_by"] = threshold.Rule,
                ["test"] = Numbers(threshold.Metrics),
                ["test_confusion"] = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(threshold.Confusion, LedgerJson.Options)),
            };
        }

        return node;
    }

    private static JsonObject Numbers(IReadOnlyDictionary<string, double> values) => new(values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Number(pair.Value))));

    private static JsonValue? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;
}
