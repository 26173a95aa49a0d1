using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Relations;

namespace Millrace.Jobs.Relations;

/// <summary>Plans the steps that compute over many rows: rolling windows and groups.</summary>
internal sealed class AggregateCompiler(RelationScope scope)
{
    /// <summary>Plans a window; null where it has faults that leave nothing to plan.</summary>
    public PlanWindow? Window(WindowStep spec, PlanTable of, string path)
    {
        if (scope.Other(spec.With ?? spec.Of, path) is not { } with || !scope.IsLookingBack(of, with, path))
        {
            return null;
        }

        var keys = scope.Keys(spec.On, of, with, path);
        var (left, right) = scope.Times(spec.Time, spec.WithTime, of, with, path);
        if (left is null || right is null)
        {
            return null;
        }

        var gap = scope.Units(spec.Gap, left.Value.Kind, SettingPath.Member(path, "gap"));
        var over = scope.Units(spec.Over, left.Value.Kind, SettingPath.Member(path, "over"));
        var aggregates = new List<PlanAggregate>();
        var columns = Values(spec.Values, of, with, aggregates, path);
        var known = with.Known.Append(right.Value.File).Distinct().Select((file, i) => new PlanAggregate(AggregateFunction.Max, file, scope.Named("known", i))).ToList();
        var (from, to) = (gap + over, spec.Equal ? gap : gap + 1);
        if (from < to)
        {
            scope.Fault(SettingPath.Member(path, "over"), "leaves no time between its ends", "give a longer stretch, or `equal: true`");
        }

        var result = of with { Columns = [.. of.Columns, .. columns] };
        return new PlanWindow
        {
            Label = $"window {with.Name}",
            Of = of,
            Result = result.WithKnown([.. known.Select(each => each.To)]),
            Checked = of.IsRows ? [.. known.Select(each => each.To)] : [],
            With = with,
            Keys = keys,
            Time = new PlanKey(left.Value.File, right.Value.File),
            From = from,
            To = to,
            Aggregates = [.. aggregates, .. known],
        };
    }

    /// <summary>Plans a group; null where it has faults that leave nothing to plan.</summary>
    public PlanGroup? Group(GroupStep spec, PlanTable of, string path)
    {
        if (of.IsRows)
        {
            scope.Fault(SettingPath.Member(path, "of"), "groups the rows themselves, so that test rows would tell about themselves", "group a further input, or use `window`, which looks back in time only");
            return null;
        }

        var by = spec.By.Select((name, i) => scope.Key(of, name, SettingPath.Item(SettingPath.Member(path, "by"), i))).OfType<PlanColumn>().ToList();
        if (spec.By.Count == 0)
        {
            scope.Fault(SettingPath.Member(path, "by"), "names no columns", "write `by: [COLUMN]`");
        }

        var aggregates = new List<PlanAggregate>();
        var empty = of with { Columns = by };
        var columns = Values(spec.Values, empty, of, aggregates, path);
        var known = of.Known.Select((file, i) => new PlanAggregate(AggregateFunction.Max, file, scope.Named("known", i))).ToList();
        return new PlanGroup
        {
            Label = $"group {of.Name}",
            Of = of,
            Result = new PlanTable
            {
                Name = of.Name,
                Columns = [.. by.Select(column => PlanRules.IsWhole(column.Contract.Type) ? column : column with { Integer = null }), .. columns],
                Tie = [.. by.Select(column => column.Name)],
                Known = [.. known.Select(each => each.To)],
            },
            By = [.. by.Select(column => column.Name)],
            Aggregates = [.. aggregates, .. known],
        };
    }

    private List<PlanColumn> Values(IReadOnlyDictionary<string, AggregateSpec> values, PlanTable of, PlanTable with, List<PlanAggregate> aggregates, string path)
    {
        var columns = new List<PlanColumn>();
        foreach (var (name, spec) in values)
        {
            var at = SettingPath.Member(SettingPath.Member(path, "values"), name);
            scope.CheckNew(name, of, columns, at);
            var source = PlanRules.ColumnOf(spec) is { } wanted ? scope.Column(with, wanted, at) : null;
            if (source is null && PlanRules.ColumnOf(spec) is not null)
            {
                continue;
            }

            if (source is not null && (spec is SumAggregateSpec or MeanAggregateSpec || (spec is not CountAggregateSpec && source.Contract.Type.IsFloat)))
            {
                scope.Whole(source);
            }

            if (PlanAggregates.Of(name, spec, source, aggregates, out var problem) is { } column)
            {
                columns.Add(column);
            }
            else
            {
                scope.Fault(at, problem!, source is null ? "" : PlanRules.ScaleRemedy(source));
            }
        }

        if (values.Count == 0)
        {
            scope.Fault(SettingPath.Member(path, "values"), "names nothing to compute", "write `values: { NAME: { mean: COLUMN } }`");
        }

        return columns;
    }
}
