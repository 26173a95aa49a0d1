using Millrace.Jobs.Relations;

namespace Millrace.Jobs.Reporting;

/// <summary>How the tables met: every join's match rate, fan-out and orphan keys.</summary>
internal static class JoinSection
{
    /// <summary>Writes the section; nothing where no tables met.</summary>
    public static void Write(Html html, IReadOnlyList<StepReport> steps)
    {
        if (steps.Count == 0)
        {
            return;
        }

        html.Element("h2", "How the tables met").Raw("<div class=\"panel\">")
            .Element("p", "Counted over clean rows. A row without a key matches nothing. Orphan keys are keys of one table that the other does not have.", "soft");
        html.OpenTable(("step", false), ("rows before", true), ("rows after", true), ("matched", true), ("too old", true), ("without key", true), ("orphan keys", true), ("keys not asked for", true), ("fan-out", true), ("times checked", false));
        foreach (var step in steps)
        {
            html.Row(
                ($"{step.Step} → {step.Table}", false),
                (Html.Count(step.RowsBefore), true),
                (Html.Count(step.RowsAfter), true),
                (step.Matched is { } matched ? $"{Html.Count(matched)} ({Html.Percent(step.MatchRate ?? 0)})" : "–", true),
                (Count(step.TooOld), true),
                (Count(step.WithoutKey), true),
                (step.OrphanKeys is { } orphans ? $"{Html.Count(orphans)} of {Html.Count(step.Keys ?? 0)}" : "–", true),
                (step.OtherOrphanKeys is { } unused ? $"{Html.Count(unused)} of {Html.Count(step.OtherKeys ?? 0)}" : "–", true),
                (step.FanOut is { } fanOut ? $"{Html.Number(fanOut)}, at most {Html.Count(step.MostMatches ?? 0)}" : "–", true),
                (step.TimesChecked ? "yes" : "–", false));
        }

        html.CloseTable().Raw("</div>");
    }

    private static string Count(long? count) => count is { } known ? Html.Count(known) : "–";
}
