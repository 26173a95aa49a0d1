using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Model;

namespace Millrace.Jobs.Reporting;

/// <summary>Each target's scores, how far its probabilities can be believed, and its threshold.</summary>
internal static class TargetSection
{
    /// <summary>Writes the section; nothing where the job trains no network.</summary>
    public static void Write(Html html, IReadOnlyList<TargetQuality> targets)
    {
        if (targets.Count > 1)
        {
            Scores(html, targets);
        }

        for (var at = 0; at < targets.Count; at++)
        {
            if (targets[at].Calibration is { } calibration)
            {
                html.Element("h2", $"Probabilities of {targets[at].Name}").Raw("<div class=\"pair\">");
                Reliability(html, $"reliability{at}", targets[at], calibration);
                if (targets[at].Threshold is { } threshold)
                {
                    Threshold(html, targets[at], threshold);
                }

                html.Raw("</div>");
            }
        }
    }

    private static void Scores(Html html, IReadOnlyList<TargetQuality> targets)
    {
        html.Element("h2", "Every target").Raw("<div class=\"panel\">");
        html.Element("p", "The baselines predict the first target only.", "soft");
        html.OpenTable(("target", false), ("metric", false), ("validation", true), ("test", true));
        foreach (var target in targets)
        {
            foreach (var (metric, value) in target.Test)
            {
                html.Row((target.Name, false), (metric, false), (Html.Number(target.Validation.GetValueOrDefault(metric, double.NaN)), true), (Html.Number(value), true));
            }
        }

        html.CloseTable().Raw("</div>");
    }

    private static void Reliability(Html html, string id, TargetQuality target, CalibrationQuality calibration)
    {
        var calibrated = calibration.Temperature != 1;
        var what = target.Task == TrainingTask.Binary ? $"share of {target.Classes[^1]}" : "share predicted right";
        html.Raw("<div class=\"panel\">").Element("h3", "Reliability on test rows").Raw(Pictures.Reliability(id, what, calibrated ? calibration.Before : [], calibration.After));
        html.Raw("<p class=\"key\">").Raw(calibrated ? "<i style=\"background:var(--orange)\"></i>before calibration <i style=\"background:var(--blue)\"></i>after" : "<i style=\"background:var(--blue)\"></i>as the network gives them").Raw("</p>");
        html.Element("p", calibrated
            ? $"Temperature {Html.Number(calibration.Temperature)}, fitted on validation rows. Expected calibration error {Html.Number(calibration.ErrorBefore)} before, {Html.Number(calibration.Error)} after."
            : $"Not calibrated: temperature 1. Expected calibration error {Html.Number(calibration.Error)}.").Raw("</div>");
    }

    private static void Threshold(Html html, TargetQuality target, ThresholdQuality threshold)
    {
        html.Raw("<div class=\"panel confusion\">").Element("h3", $"At the threshold {Html.Number(threshold.Value)}");
        html.Element("p", $"{threshold.Rule}. Rows are the actual class, columns the predicted one.", "soft");
        html.OpenTable([("", false), .. target.Classes.Select(name => (name, true))]);
        for (var actual = 0; actual < threshold.Confusion.Count; actual++)
        {
            html.Raw("<tr>").Element("th", target.Classes[actual]);
            for (var predicted = 0; predicted < threshold.Confusion[actual].Count; predicted++)
            {
                html.Element("td", Html.Count(threshold.Confusion[actual][predicted]), actual == predicted ? "n hit" : "n");
            }

            html.Raw("</tr>");
        }

        html.CloseTable().Raw("<dl>");
        foreach (var (metric, value) in threshold.Metrics)
        {
            html.Element("dt", metric).Element("dd", Html.Number(value));
        }

        html.Raw("</dl></div>");
    }
}
