using Millrace.Jobs.Progress;

namespace Millrace.Jobs.Reporting;

/// <summary>Writes <c>report.html</c>: one file that needs nothing else, neither script nor network.</summary>
internal static class ReportWriter
{
    /// <summary>The report as HTML text.</summary>
    public static string Render(ReportModel model)
    {
        var html = new Html();
        html.Raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">")
            .Element("title", $"{model.Summary.Job} – Millrace report").Raw("<style>").Raw(ReportStyle.Css).Raw("</style></head><body><main>");
        Head(html, model.Summary);
        Flow(html, model.Flow);
        QualitySection.Write(html, model);
        JoinSection.Write(html, model.Joins);
        ModelSection.Write(html, model);
        ColumnSection.Write(html, model.Columns);
        RunSection.Write(html, model);
        html.Raw("<footer>").Text($"Millrace {ProductInfo.Version}. This page is complete in itself: it loads nothing.").Raw("</footer></main></body></html>\n");
        return html.ToString();
    }

    private static void Head(Html html, RunSummary summary)
    {
        html.Element("h1", summary.Job).Raw("<p class=\"verdict\">").Text(Verdict.Of(summary.Quality)).Raw("</p><div class=\"cards\">");
        Card(html, Html.Count(summary.Rows.Read), "rows read");
        Card(html, Html.Count(summary.Rows.Clean), "clean");
        Card(html, Html.Count(summary.Rows.Quarantined), $"quarantined ({Html.Percent(summary.Rows.Quarantined / (double)Math.Max(1, summary.Rows.Read))})");
        Card(html, Html.Count(summary.Rows.Duplicates), "duplicates removed");
        if (summary.Quality is { Models: [var network, ..] } quality)
        {
            Card(html, Html.Number(network.Metric(quality.DecidingMetric) ?? double.NaN), $"{quality.DecidingMetric} of the network on {Html.Count(quality.TestRows)} test rows");
        }

        Card(html, Html.Seconds(summary.Elapsed.TotalSeconds), "this run");
        html.Raw("</div>");
        if (summary.Findings.Count > 0)
        {
            html.Element("h2", "Findings").Raw("<div class=\"panel\"><ul>");
            foreach (var finding in summary.Findings)
            {
                html.Raw("<li>").Element("span", finding.Severity == FindingSeverity.Warning ? "Warning, " : "Note, ", finding.Severity == FindingSeverity.Warning ? "bad" : "soft")
                    .Text($"{finding.Stage}: {finding.Text}").Raw("</li>");
            }

            html.Raw("</ul></div>");
        }
    }

    private static void Card(Html html, string number, string words) =>
        html.Raw("<div class=\"card\">").Element("b", number).Element("span", words).Raw("</div>");

    private static void Flow(Html html, IReadOnlyList<FlowStep> flow)
    {
        html.Element("h2", "The way of the rows").Raw("<div class=\"flow\">");
        for (var i = 0; i < flow.Count; i++)
        {
            html.Raw(i == 0 ? "" : "<span class=\"arrow\">→</span>").Raw("<div class=\"step\">").Element("span", flow[i].Name, "soft");
            html.Element("b", flow[i].Rows is { } rows ? Html.Count(rows) : "").Element("span", flow[i].Words, "soft");
            foreach (var (reason, leaving) in flow[i].Aside)
            {
                html.Element("span", $"− {Html.Count(leaving)} {reason}", "aside");
            }

            html.Raw("</div>");
        }

        html.Raw("</div>");
    }
}
