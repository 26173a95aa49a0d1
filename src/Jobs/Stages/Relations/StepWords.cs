using System.Globalization;
using Millrace.Jobs.Relations;

namespace Millrace.Jobs.Stages.Relations;

/// <summary>Puts a step's report into words: what nobody has to ask for.</summary>
internal static class StepWords
{
    /// <summary>Match rate, orphan keys, fan-out, rows that came and went.</summary>
    public static string Of(StepReport step)
    {
        var words = new List<string>();
        if (step.Matched is { } matched)
        {
            words.Add(Text($"{step.MatchRate ?? 0:P1} of {step.RowsBefore:N0} rows matched"));
            Add(words, step.RowsBefore - matched - (step.WithoutKey ?? 0) - (step.TooOld ?? 0), rows => Text($"{rows:N0} found nothing"));
            Add(words, step.TooOld, rows => Text($"{rows:N0} only what is too old"));
            Add(words, step.WithoutKey, rows => Text($"{rows:N0} have no key"));
        }

        Add(words, step.OrphanKeys, keys => Text($"{keys:N0} of {step.Keys:N0} keys are not in the other table"));
        Add(words, step.OtherOrphanKeys, keys => Text($"{keys:N0} of its {step.OtherKeys:N0} keys were not asked for"));
        if (step is { MostMatches: > 1, FanOut: { } fanOut })
        {
            words.Add(Text($"fan-out {fanOut:0.##}, at most {step.MostMatches:N0}"));
        }

        if (step.RowsAfter != step.RowsBefore)
        {
            words.Add(Text($"{step.RowsBefore:N0} rows became {step.RowsAfter:N0}"));
        }

        return words.Count == 0 ? Text($"{step.RowsAfter:N0} rows") : string.Join(", ", words);
    }

    private static void Add(List<string> words, long? count, Func<long, string> say)
    {
        if (count is > 0 and var some)
        {
            words.Add(say(some));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
