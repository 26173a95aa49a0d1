using System.Globalization;
using System.Text.Json.Nodes;
using Millrace.Jobs.Export;
using Millrace.Jobs.Reporting;

namespace Millrace.Jobs.Stages.Model;

/// <summary>
/// The model card: what the model is, what it was made from, how good it is, and where its limits are; as JSON for programs and as a page for people.
/// It holds counts, scores and hashes, never values of rows.
/// </summary>
/// <remarks>Mitchell et al., "Model cards for model reporting", 2019.</remarks>
internal static class ModelCard
{
    private const int Format = 1;

    /// <summary>The card as JSON; members in a fixed order.</summary>
    public static JsonObject ToJson(RunFacts facts)
    {
        var (trained, fit, encoded) = (facts.Trained!, facts.Fit!, facts.Encoded!);
        return new JsonObject
        {
            ["format"] = Format,
            ["job"] = facts.Job.Name,
            ["reproducible"] = trained.Reproducible,
            ["stopped"] = TrainingWords.Stopped(trained.Reason),
            ["data"] = new JsonObject
            {
                ["rows_read"] = facts.Rows.Read,
                ["rows_quarantined"] = facts.Rows.Quarantined,
                ["duplicates_removed"] = facts.Distinct.Removed,
                ["train_rows"] = encoded.TrainRows,
                ["validation_rows"] = encoded.ValidationRows,
                ["test_rows"] = encoded.TestRows,
                ["test_rows_without_label"] = encoded.TestRowsWithoutLabel,
                ["split"] = JsonNode.Parse(new JobSections(facts.Job)["split"]),
            },
            ["features"] = new JsonObject
            {
                ["dense"] = fit.Layout.Dense.Count,
                ["categories"] = new JsonArray([.. fit.Layout.Categories.Select(field => (JsonNode)field.Name)]),
                ["sequences"] = new JsonArray([.. fit.Layout.Sequences.Select(field => (JsonNode)field.Name)]),
                ["predictions"] = new JsonArray([.. PredictionNames.Of(fit.Layout.Labels).Select(name => (JsonNode)name)]),
            },
            ["training"] = new JsonObject(TrainingWords.Of(facts).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["targets"] = TargetFacts.Of(facts),
            ["limits"] = new JsonArray([.. Limits(facts).Select(text => (JsonNode)text)]),
            ["onnx"] = Onnx(facts.Exported),
            ["lineage"] = new JsonObject
            {
                ["plan_sha256"] = facts.Job.PlanHash(),
                ["features_sha256"] = fit.Sha256,
                ["weights_sha256"] = trained.WeightsSha256,
                ["seed"] = facts.Job.Seed,
                ["split_seed"] = facts.Job.Split.SplitSeed,
                ["millrace"] = ProductInfo.Version,
            },
        };
    }

    /// <summary>The card as a page that needs nothing else.</summary>
    /// <param name="facts">What the run found out.</param>
    /// <param name="card">What <see cref="ToJson"/> gave.</param>
    public static string ToHtml(RunFacts facts, JsonObject card)
    {
        var html = new Html();
        html.Raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">")
            .Element("title", $"{facts.Job.Name} – model card").Raw("<style>").Raw(ReportStyle.Css).Raw("</style></head><body><main>");
        html.Element("h1", $"{facts.Job.Name}: model card");
        html.Element("p", $"Predicts {string.Join(", ", facts.Quality!.Targets.Select(target => $"{target.Name} ({target.Task.ToString().ToLowerInvariant()})"))}. Training ended by {TrainingWords.Stopped(facts.Trained!.Reason)}.", "verdict");
        html.Element("h2", "Limits").Raw("<div class=\"panel\"><ul>");
        foreach (var limit in Limits(facts))
        {
            html.Element("li", limit);
        }

        html.Raw("</ul></div>");
        Scores(html, facts);
        TargetSection.Write(html, facts.Quality.Targets);
        html.Element("h2", "Data and training").Raw("<div class=\"pair\"><div class=\"panel\">").Element("h3", "Data");
        List(html, card["data"]!.AsObject());
        html.Raw("</div><div class=\"panel\">").Element("h3", "Training");
        List(html, card["training"]!.AsObject());
        html.Raw("</div></div>").Element("h2", "Files and lineage").Raw("<div class=\"pair\"><div class=\"panel\">").Element("h3", "ONNX");
        List(html, card["onnx"]!.AsObject());
        html.Raw("</div><div class=\"panel\">").Element("h3", "Lineage");
        List(html, card["lineage"]!.AsObject());
        html.Raw("</div></div>").Raw("<footer>").Text($"Millrace {ProductInfo.Version}. The manifest beside this model names every input file with its hash.").Raw("</footer></main></body></html>\n");
        return html.ToString();
    }

    private static void Scores(Html html, RunFacts facts)
    {
        var first = facts.Quality!.Targets[0];
        html.Element("h2", $"Scores of {first.Name}").Raw("<div class=\"panel\">");
        html.Element("p", string.Create(CultureInfo.InvariantCulture, $"On {facts.Quality.TestRows:N0} test rows: every one that has a label, those that a rule kept from training too."), "soft");
        var baselines = facts.Baselines?.Models ?? [];
        html.OpenTable([("metric", false), ("validation", true), ("test", true), .. baselines.Select(model => ($"{model.Name}, test", true))]);
        foreach (var (metric, value) in first.Test)
        {
            html.Row([
                (metric, false), (Html.Number(first.Validation.GetValueOrDefault(metric, double.NaN)), true), (Html.Number(value), true),
                .. baselines.Select(model => (Html.Number(model.Test.GetValueOrDefault(metric, double.NaN)), true))]);
        }

        html.CloseTable().Raw("</div>");
    }

    private static void List(Html html, JsonObject values)
    {
        html.Raw("<dl>");
        foreach (var (name, value) in values)
        {
            html.Element("dt", name.Replace('_', ' ')).Element("dd", value switch
            {
                null => "–",
                JsonArray array => array.Count == 0 ? "none" : string.Join("; ", array.Select(item => item!.ToString())),
                _ => value is JsonValue ? value.ToString() : value.ToJsonString(),
            });
        }

        html.Raw("</dl>");
    }

    private static List<string> Limits(RunFacts facts)
    {
        var limits = new List<string>();
        if (!facts.Trained!.Reproducible)
        {
            limits.Add("Stopped by time, not reproducible: another run of the same job may give another model.");
        }

        limits.Add("It knows what the training rows showed: values outside their range, and categories that were not among them, are answered with less ground.");
        foreach (var (column, counts) in facts.Encoded!.TestCounts.Where(pair => pair.Value.Missing + pair.Value.Unseen > 0))
        {
            limits.Add(string.Create(
                CultureInfo.InvariantCulture, $"{column}: missing in {counts.Missing:N0} test rows, unseen or cut in {counts.Unseen:N0}; they are answered and are part of the scores."));
        }

        if (facts.Encoded.TestRowsWithoutLabel > 0)
        {
            limits.Add(string.Create(CultureInfo.InvariantCulture, $"{facts.Encoded.TestRowsWithoutLabel:N0} test rows have no label and are not part of any score."));
        }

        limits.AddRange(facts.Exported?.Obstacles.Select(obstacle => $"ONNX, what stands in the way: {obstacle}.") ?? []);
        return limits;
    }

    private static JsonObject Onnx(ExportResult? exported) => new()
    {
        ["network"] = exported?.NetworkFile,
        ["network_sha256"] = exported?.NetworkSha256,
        ["raw"] = exported?.RawFile,
        ["raw_sha256"] = exported?.RawSha256,
        ["checked_within"] = exported is { NetworkFile: null, RawFile: null } or null ? null : OnnxBound.Words,
        ["obstacles"] = new JsonArray([.. (exported?.Obstacles ?? []).Select(text => (JsonNode)text)]),
    };
}
