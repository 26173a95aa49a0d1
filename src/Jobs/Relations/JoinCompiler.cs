using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Relations;

namespace Millrace.Jobs.Relations;

/// <summary>Plans the steps that bring columns of another table to each row: joins on keys, and as-of joins.</summary>
internal sealed class JoinCompiler(RelationScope scope)
{
    /// <summary>Plans a join; null where it has faults that leave nothing to plan.</summary>
    public PlanJoin? Join(JoinStep spec, PlanTable of, string path)
    {
        if (scope.Other(spec.With, path) is not { } with)
        {
            return null;
        }

        if (with.IsRows)
        {
            scope.Fault(SettingPath.Member(path, "with"), "joins the rows with each other, which lets test rows into the features of training rows", "use `as_of` or `window`, which look back in time only");
        }

        var keys = scope.Keys(spec.On, of, with, path);
        if (keys.Count == 0)
        {
            scope.Fault(SettingPath.Member(path, "on"), "names no columns", "write `on: { COLUMN: COLUMN_OF_THE_OTHER }`");
        }

        var takes = new List<PlanTake>();
        if (spec.Kind is JoinKind.Semi or JoinKind.Anti)
        {
            if (spec.Take.Count > 0)
            {
                scope.Fault(SettingPath.Member(path, "take"), $"has no effect on a {spec.Kind.ToString().ToLowerInvariant()} join", "remove it, or use `kind: left`");
            }

            return new PlanJoin { Label = $"join {spec.With}", Of = of, Result = of, With = with, Keys = keys, Kind = spec.Kind, FanOut = spec.FanOut, Takes = takes };
        }

        var result = of with { Columns = [.. of.Columns, .. Take(spec.Take, of, with, takes, path)] };
        var known = TakeKnown(with.Known, takes);
        if (spec.FanOut == FanOut.Allow)
        {
            // Rows that come of one row differ in what they matched: together both ties tell them apart.
            var tie = with.Tie.Select((file, i) => new PlanTake(file, scope.Named("tie", i))).ToList();
            takes.AddRange(tie);
            result = result with { Tie = [.. of.Tie, .. tie.Select(take => take.To)] };
        }

        return new PlanJoin
        {
            Label = $"join {spec.With}",
            Of = of,
            Result = result.WithKnown(known),
            Checked = of.IsRows ? known : [],
            With = with,
            Keys = keys,
            Kind = spec.Kind,
            FanOut = spec.FanOut,
            Takes = takes,
        };
    }

    /// <summary>Plans an as-of join; null where it has faults that leave nothing to plan.</summary>
    public PlanAsOf? AsOf(AsOfStep spec, PlanTable of, string path)
    {
        if (scope.Other(spec.With, path) is not { } with || !scope.IsLookingBack(of, with, path))
        {
            return null;
        }

        var keys = scope.Keys(spec.On, of, with, path);
        var (left, right) = scope.Times(spec.Time, spec.WithTime, of, with, path);
        var takes = new List<PlanTake>();
        var result = of with { Columns = [.. of.Columns, .. Take(spec.Take, of, with, takes, path)] };
        if (left is null || right is null)
        {
            return null;
        }

        var known = TakeKnown(with.Known.Append(right.Value.File).Distinct(), takes);
        return new PlanAsOf
        {
            Label = $"as_of {spec.With}",
            Of = of,
            Result = result.WithKnown(known),
            Checked = of.IsRows ? known : [],
            With = with,
            Keys = keys,
            Time = new PlanKey(left.Value.File, right.Value.File),
            Within = scope.Units(spec.Within, left.Value.Kind, SettingPath.Member(path, "within")),
            Equal = spec.Equal,
            Takes = takes,
        };
    }

    private List<PlanColumn> Take(IReadOnlyDictionary<string, string> take, PlanTable of, PlanTable with, List<PlanTake> takes, string path)
    {
        var columns = new List<PlanColumn>();
        foreach (var (name, source) in take)
        {
            var at = SettingPath.Member(SettingPath.Member(path, "take"), name);
            scope.CheckNew(name, of, columns, at);
            if (scope.Column(with, source, at) is { } column)
            {
                var taken = column.Taken(name);
                columns.Add(taken);
                takes.AddRange(column.Files.Zip(taken.Files, (from, to) => new PlanTake(from, to)));
            }
        }

        return columns;
    }

    private List<string> TakeKnown(IEnumerable<string> known, List<PlanTake> takes)
    {
        var taken = known.Select((file, i) => new PlanTake(file, scope.Named("known", i))).ToList();
        takes.AddRange(taken);
        return taken.ConvertAll(take => take.To);
    }
}
