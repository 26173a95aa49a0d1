using System.Globalization;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Training;

namespace Millrace.Jobs.Reporting;

/// <summary>How good the network is, beside the baselines, and how it learned.</summary>
internal static class ModelSection
{
    /// <summary>Writes the section; nothing where the job trains no network.</summary>
    public static void Write(Html html, ReportModel model)
    {
        if (model.Summary.Quality is { } quality)
        {
            Scores(html, model, quality);
        }

        Predictions(html, model.Predictions);
        TargetSection.Write(html, model.Targets);
        Rates(html, model.Rates);
        Training(html, model);
    }

    private static void Rates(Html html, RateCurve? curve)
    {
        if (curve is null || Pictures.Rates("rates", curve) is not { } picture)
        {
            return;
        }

        html.Element("h2", "Learning rates that were tried").Raw("<div class=\"pair\"><div class=\"panel\">").Element("h3", "Loss over rate").Raw(picture);
        html.Raw("<p class=\"key\"><i style=\"background:var(--blue)\"></i>smoothed <i style=\"background:var(--orange)\"></i>each step; dashed: suggested</p></div><div class=\"panel\">");
        html.Element("h3", "What follows").Raw("<dl>");
        html.Element("dt", "suggested").Element("dd", $"{Html.Number(curve.Suggestion)}: a tenth of the rate of least smoothed loss");
        html.Element("dt", "least loss at").Element("dd", Html.Number(curve.LeastLossRate));
        html.Element("dt", "steepest fall at").Element("dd", Html.Number(curve.SteepestRate));
        html.Raw("</dl></div></div>");
    }

    private static void Scores(Html html, ReportModel model, ModelQuality quality)
    {
        html.Element("h2", "The network and the baselines").Raw("<div class=\"panel\">");
        html.Element("p", $"All models are scored on the same {Html.Count(quality.TestRows)} test rows: every test row that has a label.", "soft");
        var metrics = quality.Models.SelectMany(entry => entry.Metrics.Select(metric => metric.Key)).Distinct().ToArray();
        html.OpenTable([("model", false), .. metrics.Select(metric => (metric, true)), ("", false)]);
        foreach (var entry in quality.Models)
        {
            html.Raw("<tr>").Element("td", entry.Model);
            foreach (var metric in metrics)
            {
                var best = metric == quality.DecidingMetric && IsBest(quality, entry);
                html.Element("td", Html.Number(entry.Metric(metric) ?? double.NaN), best ? "n best" : "n");
            }

            html.Element("td", model.Baselines.Where(baseline => baseline.Key == entry.Model).Select(baseline => baseline.Value).FirstOrDefault(), "soft").Raw("</tr>");
        }

        html.CloseTable();
        foreach (var (baseline, loss, interval) in model.Differences)
        {
            var words = !interval.ExcludesZero ? "not told apart" : interval.High < 0 ? "the network is better" : $"{baseline} is better";
            html.Element(
                "p",
                $"Network minus {baseline}, {loss}: {Html.Number(interval.Mean)}, 95 % interval {Html.Number(interval.Low)} to {Html.Number(interval.High)}: {words}.");
        }

        if (quality.BaselineTrainingRows is { } rows)
        {
            html.Element("p", $"The baselines were trained on {Html.Count(rows)} of the training rows, those of smallest keyed hash.", "soft");
        }

        html.Raw("</div>");
    }

    private static bool IsBest(ModelQuality quality, ModelScore entry)
    {
        var values = quality.Models.Select(model => model.Metric(quality.DecidingMetric)).OfType<double>().Where(double.IsFinite).ToArray();
        return values.Length > 0 && entry.Metric(quality.DecidingMetric) is { } own && own.Equals(quality.LowerIsBetter ? values.Min() : values.Max());
    }

    private static void Predictions(Html html, PredictionReport? predictions)
    {
        if (predictions is null || predictions.Labels.Length == 0)
        {
            return;
        }

        html.Element("h2", $"Predictions of {predictions.Label}");
        if (predictions.Labels.Length < predictions.TestRows)
        {
            html.Element("p", string.Create(CultureInfo.InvariantCulture, $"From {predictions.Labels.Length:N0} of the {predictions.TestRows:N0} test rows, taken evenly; the scores above are of all."));
        }

        html.Raw("<div class=\"pair\">");
        switch (predictions.Task)
        {
            case TrainingTask.Regression:
                html.Raw("<div class=\"panel\">").Element("h3", "Predicted against actual").Raw(Pictures.PredictedAgainstActual("actual", predictions)).Raw("</div>");
                Errors(html, predictions);
                break;
            case TrainingTask.Binary:
                html.Raw("<div class=\"panel\">").Element("h3", "ROC curve").Raw(Pictures.Roc("roc", predictions)).Raw("</div>");
                break;
            default:
                Confusion(html, predictions);
                break;
        }

        html.Raw("</div>");
    }

    private static void Errors(Html html, PredictionReport predictions)
    {
        var errors = predictions.Labels.Select((label, row) => Math.Abs((double)predictions.Outputs[row] - label)).Order().ToArray();
        html.Raw("<div class=\"panel\">").Element("h3", "How far off").OpenTable(("of the test rows", false), ("are off by at most", true));
        foreach (var share in new[] { 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1 })
        {
            html.Row((Html.Percent(share), false), ($"{Html.Number(errors[(int)Math.Ceiling((errors.Length * share) - 1)])} {predictions.Unit}", true));
        }

        html.CloseTable().Raw("</div>");
    }

    private static void Confusion(Html html, PredictionReport predictions)
    {
        const int mostClasses = 30;
        var classes = predictions.Outputs.Length / predictions.Labels.Length;
        var counts = new long[classes, classes];
        for (var row = 0; row < predictions.Labels.Length; row++)
        {
            var outputs = predictions.Outputs.AsSpan(row * classes, classes);
            var best = 0;
            for (var c = 1; c < classes; c++)
            {
                best = outputs[c] > outputs[best] ? c : best;
            }

            counts[(int)predictions.Labels[row], best]++;
        }

        html.Raw("<div class=\"panel confusion\">").Element("h3", "Actual class (rows) and predicted class (columns)");
        var shown = Math.Min(classes, mostClasses);
        string Name(int c) => c < predictions.Classes.Count ? predictions.Classes[c] : $"{c}";
        html.OpenTable([("", false), .. Enumerable.Range(0, shown).Select(c => (Name(c), true))]);
        for (var actual = 0; actual < shown; actual++)
        {
            html.Raw("<tr>").Element("th", Name(actual));
            for (var predicted = 0; predicted < shown; predicted++)
            {
                html.Element("td", Html.Count(counts[actual, predicted]), actual == predicted ? "n hit" : "n");
            }

            html.Raw("</tr>");
        }

        html.CloseTable().Raw(classes > shown ? $"<p class=\"soft\">The first {shown} of {classes} classes.</p>" : "").Raw("</div>");
    }

    private static void Training(Html html, ReportModel model)
    {
        if (model.History.Count == 0)
        {
            return;
        }

        html.Element("h2", "How it learned").Raw("<div class=\"pair\"><div class=\"panel\">").Element("h3", "Loss per epoch");
        html.Raw(Pictures.LearningCurve("curve", model.History) ?? "");
        html.Raw("<p class=\"key\"><i style=\"background:var(--blue)\"></i>training rows <i style=\"background:var(--orange)\"></i>validation rows; dashed: the best epoch</p></div>");
        html.Raw("<div class=\"panel\">").Element("h3", "Network and training").Raw("<dl>");
        foreach (var (name, value) in model.Training)
        {
            html.Element("dt", name).Element("dd", value);
        }

        html.Raw("</dl></div></div>");
    }
}
