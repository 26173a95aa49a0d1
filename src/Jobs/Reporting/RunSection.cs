namespace Millrace.Jobs.Reporting;

/// <summary>What the run was: stages, facts, the job file.</summary>
internal static class RunSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(Html html, ReportModel model)
    {
        html.Element("h2", "The run").Raw("<div class=\"pair\"><div class=\"panel\">").Element("h3", "Stages").OpenTable(("stage", false), ("time", true), ("peak memory", true));
        foreach (var stage in model.Stages)
        {
            html.Row((stage.Name, false), (Html.Seconds(stage.Seconds), true), (Html.Bytes(stage.PeakBytes), true));
        }

        html.CloseTable().Raw("</div><div class=\"panel\">").Element("h3", "Facts").Raw("<dl>");
        html.Element("dt", "run folder").Element("dd", model.Summary.RunFolder);
        foreach (var (name, value) in model.Facts)
        {
            html.Element("dt", name).Element("dd", value);
        }

        html.Raw("</dl></div></div>");
        if (model.JobText is not null)
        {
            html.Raw("<details class=\"panel\"><summary>The job file</summary>").Element("pre", model.JobText).Raw("</details>");
        }
    }
}
