using System.Globalization;
using Millrace.Jobs.Specification.Relations;

namespace Millrace.Jobs.Tests.Relations;

/// <summary>The relation stage written as plainly as it can be: every row looks at every row. What the engines do must equal this.</summary>
internal static class ReferenceRelation
{
    private const string TieColumn = "_tie";

    /// <summary>The rows after a step.</summary>
    public static ReferenceTable Apply(RelationStep step, ReferenceTable of, ReferenceTable with, string labelTime) => new(step switch
    {
        JoinStep join => [.. of.Rows.SelectMany(row => Join(join, row, with))],
        AsOfStep asOf => [.. of.Rows.Select(row => AsOf(asOf, row, with, labelTime))],
        WindowStep window => [.. of.Rows.Select(row => Window(window, row, with, labelTime))],
        GroupStep group => Group(group, of),
        DistinctStep distinct => Distinct(distinct, of),
        _ => throw new NotSupportedException(),
    });

    private static IEnumerable<Dictionary<string, object?>> Join(JoinStep step, Dictionary<string, object?> row, ReferenceTable with)
    {
        var matches = with.Rows.Where(other => Meet(step.On, row, other)).ToList();
        return step.Kind switch
        {
            JoinKind.Semi => matches.Count > 0 ? [row] : [],
            JoinKind.Anti => matches.Count > 0 ? [] : [row],
            JoinKind.Left when matches.Count == 0 => [Tied(step, row, null)],
            _ => matches.Select(match => Tied(step, row, match)),
        };
    }

    // Rows that come of one row are told apart by the hash of what they matched.
    private static Dictionary<string, object?> Tied(JoinStep step, Dictionary<string, object?> row, Dictionary<string, object?>? match)
    {
        var result = Taken(step.Take, row, match);
        if (step.FanOut == FanOut.Allow)
        {
            result[TieColumn] = Tie(row).Concat(match is null ? [null, null] : Tie(match)).ToList();
        }

        return result;
    }

    private static List<long?> Tie(Dictionary<string, object?> row) =>
        (List<long?>?)row.GetValueOrDefault(TieColumn) ?? [(long)row["_hash_hi"]!, (long)row["_hash_lo"]!];

    private static int CompareTies(Dictionary<string, object?> left, Dictionary<string, object?> right) =>
        Tie(left).Zip(Tie(right), (a, b) => a is null || b is null ? (a is null).CompareTo(b is null) : a.Value.CompareTo(b.Value)).FirstOrDefault(order => order != 0);

    private static Dictionary<string, object?> AsOf(AsOfStep step, Dictionary<string, object?> row, ReferenceTable with, string labelTime)
    {
        var at = (long?)row[step.Time ?? labelTime];
        var within = step.Within.Ticks / TimeSpan.TicksPerMicrosecond;
        var last = with.Rows
            .Where(other => Meet(step.On, row, other) && other[step.WithTime!] is long time && at is not null && (step.Equal ? time <= at : time < at))
            .OrderBy(other => (long)other[step.WithTime!]!).ThenBy(other => other, Comparer<Dictionary<string, object?>>.Create(CompareTies))
            .LastOrDefault();
        return Taken(step.Take, row, last is not null && at - (long)last[step.WithTime!]! <= within ? last : null);
    }

    private static Dictionary<string, object?> Window(WindowStep step, Dictionary<string, object?> row, ReferenceTable with, string labelTime)
    {
        var at = (long?)row[step.Time ?? labelTime];
        var (over, gap) = (step.Over.Ticks / TimeSpan.TicksPerMicrosecond, step.Gap.Ticks / TimeSpan.TicksPerMicrosecond);
        var events = with.Rows
            .Where(other => Meet(step.On, row, other) && other[step.WithTime!] is long time && at is not null
                && time >= at - gap - over && (step.Equal ? time <= at - gap : time < at - gap))
            .ToList();
        return Added(row, step.Values.Select(value => (value.Key, Aggregate(value.Value, events))));
    }

    private static List<Dictionary<string, object?>> Group(GroupStep step, ReferenceTable of) => [.. of.Rows
        .Where(row => step.By.All(key => row[key] is not null))
        .GroupBy(row => string.Join('\u0001', step.By.Select(key => Convert.ToString(row[key], CultureInfo.InvariantCulture))), StringComparer.Ordinal)
        .Select(group => Added(
            step.By.ToDictionary(key => key, key => group.First()[key], StringComparer.Ordinal),
            step.Values.Select(value => (value.Key, Aggregate(value.Value, [.. group])))))];

    private static List<Dictionary<string, object?>> Distinct(DistinctStep step, ReferenceTable of) => [.. of.Rows
        .GroupBy(row => step.By.Any(key => row[key] is null)
            ? (object)row
            : string.Join('\u0001', step.By.Select(key => Convert.ToString(row[key], CultureInfo.InvariantCulture))))
        .Select(group => group.Aggregate((best, row) => Beats(step, row, best) ? row : best))];

    private static bool Beats(DistinctStep step, Dictionary<string, object?> row, Dictionary<string, object?> best)
    {
        foreach (var keep in step.Keep)
        {
            var (mine, theirs) = (row[keep.Column], best[keep.Column]);
            if (mine is null != theirs is null)
            {
                return theirs is null;
            }

            var order = mine is string text ? string.CompareOrdinal(text, (string)theirs!) : Comparer<object>.Default.Compare(mine, theirs);
            if (order != 0)
            {
                return keep.Prefer == Preference.Smallest ? order < 0 : order > 0;
            }
        }

        return CompareTies(row, best) < 0;
    }

    private static object? Aggregate(AggregateSpec spec, List<Dictionary<string, object?>> rows)
    {
        var column = spec switch
        {
            CountAggregateSpec count => count.Column,
            SumAggregateSpec sum => sum.Column,
            MeanAggregateSpec mean => mean.Column,
            MinAggregateSpec min => min.Column,
            _ => ((MaxAggregateSpec)spec).Column,
        };
        if (column is null)
        {
            return (long)rows.Count;
        }

        var values = rows.Select(row => row[column]).OfType<object>().ToList();
        return spec switch
        {
            CountAggregateSpec => (long)values.Count,
            _ when values.Count == 0 => null,
            SumAggregateSpec => values[0] is double ? Nearest(values.Sum(Number)) : (object)(long)values.Sum(Number),
            MeanAggregateSpec => Nearest(values.Sum(Number) / values.Count),
            MinAggregateSpec => values.Min(),
            _ => values.Max(),
        };
    }

    private static decimal Number(object value) => value is bool flag ? (flag ? 1 : 0) : Convert.ToDecimal(value, CultureInfo.InvariantCulture);

    private static double Nearest(decimal value) => double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static bool Meet(IReadOnlyDictionary<string, string> on, Dictionary<string, object?> row, Dictionary<string, object?> other) =>
        on.All(pair => row[pair.Key] is { } mine && other[pair.Value] is { } theirs && mine.Equals(theirs));

    private static Dictionary<string, object?> Taken(IReadOnlyDictionary<string, string> take, Dictionary<string, object?> row, Dictionary<string, object?>? other) =>
        Added(row, take.Select(pair => (pair.Key, other?[pair.Value])));

    private static Dictionary<string, object?> Added(Dictionary<string, object?> row, IEnumerable<(string Name, object? Value)> values)
    {
        var result = new Dictionary<string, object?>(row, StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            result[name] = value;
        }

        return result;
    }
}
