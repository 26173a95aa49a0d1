using System.Text.Json;
using System.Text.Json.Nodes;

namespace Millrace.Jobs.Ledger;

/// <summary>
/// Puts the manifest of a finished run together from the stages' parts and writes it atomically. Its names are fixed: scripts read
/// <c>rows</c>, <c>outputs</c>, <c>model</c>, <c>metrics</c>, <c>baselines</c> and <c>stages</c>.
/// </summary>
internal static class ManifestWriter
{
    private const int Format = 1;

    /// <summary>Writes <c>manifest.json</c>; from then on the run is finished.</summary>
    public static async Task WriteAsync(RunFolder folder, ManifestFacts facts, IReadOnlyList<StagePart> parts, CancellationToken cancellationToken)
    {
        var manifest = new JsonObject
        {
            ["format"] = Format,
            ["job"] = JsonNode.Parse(facts.JobJson),
            ["plan_sha256"] = facts.PlanSha256,
            ["run_key"] = facts.RunKey,
            ["versions"] = Node(facts.Versions),
            ["machine"] = Node(facts.Machine),
            ["seeds"] = Node(facts.Seeds),
            ["inputs"] = Node(facts.Inputs),
            ["bad_files"] = Node(facts.BadFiles),
            ["rows"] = Node(facts.Rows),
            ["joins"] = Node(facts.Joins),
            ["outputs"] = Outputs(parts),
            ["model"] = Node(facts.Model),
            ["metrics"] = Node(facts.Metrics),
            ["targets"] = facts.Targets.DeepClone(),
            ["baselines"] = Node(facts.Baselines),
            ["findings"] = Node(facts.Findings),
            ["stages"] = new JsonArray([.. parts.Select(part => (JsonNode)new JsonObject
            {
                ["name"] = part.Name,
                ["key"] = part.Key,
                ["seconds"] = part.Seconds,
                ["peak_bytes"] = part.PeakBytes,
            })]),
        };
        await AtomicFile.WriteAsync(folder.ManifestFile, JsonSerializer.SerializeToUtf8Bytes(manifest, LedgerJson.Options), cancellationToken);
    }

    private static JsonObject Outputs(IReadOnlyList<StagePart> parts)
    {
        var outputs = new JsonObject();
        foreach (var (name, output) in parts.SelectMany(part => part.Outputs))
        {
            outputs[name] = new JsonObject
            {
                ["rows"] = output.Rows,
                ["content_hash"] = output.ContentHash,
                ["files"] = Node(output.Files),
            };
        }

        return outputs;
    }

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, LedgerJson.Options);
}
