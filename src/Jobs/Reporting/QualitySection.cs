using Millrace.Jobs.Progress;

namespace Millrace.Jobs.Reporting;

/// <summary>What was wrong with the data and what was done about it.</summary>
internal static class QualitySection
{
    /// <summary>Writes the section; parts without data are left out.</summary>
    public static void Write(Html html, ReportModel model)
    {
        html.Element("h2", "Quality of the data");
        Files(html, model);
        Reasons(html, model.Summary);
        Rules(html, model.Rules);
        Changes(html, model);
        Planted(html, model.Summary.PlantedDirt);
    }

    private static void Files(Html html, ReportModel model)
    {
        if (model.Inputs.Count == 0)
        {
            return;
        }

        var bad = model.Inputs.Where(file => file.Fault is not null).ToArray();
        html.Raw("<div class=\"panel\">").Element("h3", $"Files: {Html.Count(model.Inputs.Count - bad.Length)} read, {Html.Count(bad.Length)} left out");
        foreach (var file in bad)
        {
            html.Raw("<p>").Element("code", file.Path).Text(" – ").Element("span", file.Fault, "bad").Raw("</p>");
        }

        html.Raw("<details><summary>All files</summary>").OpenTable(("file", false), ("size", true), ("rows", true));
        foreach (var file in model.Inputs.Take(500))
        {
            html.Row((file.Path, false), (file.Bytes > 0 ? Html.Bytes(file.Bytes) : "–", true), (Html.Count(file.Rows), true));
        }

        html.CloseTable().Raw("</details></div>");
    }

    private static void Reasons(Html html, RunSummary summary)
    {
        html.Raw("<div class=\"panel\">").Element("h3", $"Quarantined: {Html.Count(summary.Rows.Quarantined)} rows");
        if (summary.QuarantinedByReason.Count == 0)
        {
            html.Element("p", "No row was set aside.", "soft").Raw("</div>");
            return;
        }

        html.Element("p", "Each row keeps its original values and every reason; a row with two reasons counts under both.", "soft");
        html.OpenTable(("reason", false), ("rows", true), ("", false));
        var most = summary.QuarantinedByReason.Max(reason => reason.Count);
        foreach (var (reason, count) in summary.QuarantinedByReason)
        {
            html.Raw("<tr>").Element("td", reason).Element("td", Html.Count(count), "n").Raw("<td>");
            Bar(html, count / (double)Math.Max(1, most));
            html.Raw("</td></tr>");
        }

        html.CloseTable().Raw("</div>");
    }

    private static void Rules(Html html, IReadOnlyList<RuleReport> rules)
    {
        if (rules.Count == 0)
        {
            return;
        }

        html.Raw("<div class=\"panel\">").Element("h3", "Cleaning steps, in their order");
        html.OpenTable(("step", false), ("what it does", false), ("passed", true), ("failed", true), ("unknown", true), ("cells changed", true));
        foreach (var rule in rules)
        {
            html.Row(
                (rule.Name, false), (rule.What, false), (Html.Count(rule.Passed), true), (Html.Count(rule.Failed), true), (Html.Count(rule.Unknown), true),
                (Html.Count(rule.Cells), true));
        }

        html.CloseTable().Raw("</div>");
    }

    private static void Changes(Html html, ReportModel model)
    {
        var changes = model.Changes.Where(change => change.Cells > 0).OrderByDescending(change => change.Cells).ToArray();
        if (changes.Length == 0)
        {
            return;
        }

        html.Raw("<div class=\"panel\">").Element("h3", $"Cells changed: {Html.Count(changes.Sum(change => change.Cells))}");
        foreach (var change in changes)
        {
            html.Raw("<details><summary>").Text($"{change.Step}, column {change.Column}: {Html.Count(change.Cells)} cells").Raw("</summary>");
            html.OpenTable(("before", false), ("after", false));
            foreach (var sample in change.Samples)
            {
                html.Raw("<tr>");
                Cell(html, sample.Before);
                Cell(html, sample.After);
                html.Raw("</tr>");
            }

            html.CloseTable().Raw("</details>");
        }

        html.Raw("</div>");
    }

    private static void Planted(Html html, IReadOnlyList<DirtRecovery> planted)
    {
        if (planted.Count == 0)
        {
            return;
        }

        html.Raw("<div class=\"panel\">").Element("h3", "Planted dirt: how much of it was found")
            .Element("p", "This is a sample whose faults are known. Recall is the share of them that was found; precision the share of what was found that is a fault.", "soft")
            .OpenTable(("kind", false), ("planted", true), ("found", true), ("recall", true), ("precision", true));
        foreach (var kind in planted)
        {
            html.Row(
                (kind.Kind.Replace('_', ' '), false), (Html.Count(kind.Planted), true), (Html.Count(kind.Right), true), (Html.Percent(kind.Recall), true),
                (Html.Percent(kind.Precision), true));
        }

        html.CloseTable().Raw("</div>");
    }

    private static void Cell(Html html, string? value) =>
        html.Raw("<td>").Raw(value is null ? "<span class=\"soft\">null</span>" : "").Element("code", value).Raw("</td>");

    private static void Bar(Html html, double share) => html.Raw(string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"<span class=\"bar\"><i style=\"width:{Math.Clamp(share * 100, 1, 100):0.#}%\"></i></span>"));
}
