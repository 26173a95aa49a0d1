using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Relations;

namespace Millrace.Jobs.Relations;

/// <summary>Plans the step that keeps one row of each key.</summary>
internal sealed class DistinctCompiler(RelationScope scope)
{
    /// <summary>Plans a distinct.</summary>
    public PlanDistinct Distinct(DistinctStep spec, PlanTable of, string path)
    {
        var by = spec.By.Select((name, i) => scope.Key(of, name, SettingPath.Item(SettingPath.Member(path, "by"), i))).OfType<PlanColumn>().ToList();
        if (spec.By.Count == 0)
        {
            scope.Fault(SettingPath.Member(path, "by"), "names no columns", "write `by: [COLUMN]`");
        }

        var keep = new List<(string, bool)>();
        for (var i = 0; i < spec.Keep.Count; i++)
        {
            var at = SettingPath.Member(SettingPath.Item(SettingPath.Member(path, "keep"), i), "column");
            if (scope.Column(of, spec.Keep[i].Column, at) is not { } column)
            {
                continue;
            }

            if (scope.Whole(column) is { } file || (file = PlanRules.IsKey(column) ? column.Name : null) is not null)
            {
                keep.Add((file, spec.Keep[i].Prefer == Preference.Largest));
            }
            else
            {
                scope.Fault(at, $"`{column.Name}` is {column.Contract.Type}, which has no exact order here", PlanRules.ScaleRemedy(column));
            }
        }

        return new PlanDistinct { Label = $"distinct {of.Name}", Of = of, Result = of, By = [.. by.Select(column => column.Name)], Keep = keep };
    }
}
