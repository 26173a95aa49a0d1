using Millrace.Features.Contracts;
using Millrace.Features.Encoders.Labels;

namespace Millrace.Features.Encoders;

/// <summary>Finds every fault of a feature specification against a contract.</summary>
internal static class FeatureSpecChecker
{
    /// <summary>All faults; none when it is sound.</summary>
    public static List<FeatureFault> Check(FeatureSpec spec, TableContract contract, LabelKind task)
    {
        var faults = new List<FeatureFault>();
        var columns = contract.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        CheckLabels(spec, columns, task, faults);
        CheckWeight(spec, columns, faults);
        foreach (var name in spec.Ignore.Where(name => !columns.ContainsKey(name)))
        {
            faults.Add(Fault(nameof(FeatureSpec.Ignore), NotThere(name, columns)));
        }

        foreach (var key in spec.Columns.Keys)
        {
            CheckKey(spec, key, contract, columns, faults);
        }

        foreach (var column in contract.Columns)
        {
            var keys = FeaturePlan.KeysOf(spec, column.Name);
            if (keys.Count > 1)
            {
                faults.Add(Fault(nameof(FeatureSpec.Columns), $"column {column.Name} matches more than one pattern: {string.Join(", ", keys)}", keys[1]));
            }
        }

        return faults;
    }

    private static void CheckLabels(FeatureSpec spec, Dictionary<string, ColumnContract> columns, LabelKind task, List<FeatureFault> faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var member = nameof(FeatureSpec.Label);
        foreach (var label in spec.OtherLabels.Prepend(spec.Label))
        {
            if (!columns.TryGetValue(label.Column, out var column))
            {
                faults.Add(Fault(member, NotThere(label.Column, columns)));
            }
            else if ((label.Kind ?? task) == LabelKind.Regression ? !ValueForms.IsNumber(column.Type) : !ValueForms.IsClass(column.Type))
            {
                var kind = label.Kind ?? task;
                faults.Add(Fault(member, kind == LabelKind.Regression
                    ? $"label {label.Column} is {column.Type}; regression needs a number"
                    : $"label {label.Column} is {column.Type}; classes are strings, whole numbers, booleans, dates or floats"));
            }

            if (!seen.Add(label.Column))
            {
                faults.Add(Fault(member, $"label {label.Column} is named twice"));
            }

            member = nameof(FeatureSpec.OtherLabels);
        }
    }

    private static void CheckWeight(FeatureSpec spec, Dictionary<string, ColumnContract> columns, List<FeatureFault> faults)
    {
        if (spec.Weight is not { } name)
        {
            return;
        }

        if (!columns.TryGetValue(name, out var column))
        {
            faults.Add(Fault(nameof(FeatureSpec.Weight), NotThere(name, columns)));
        }
        else if (!ValueForms.IsNumber(column.Type) || ValueForms.IsTime(column.Type))
        {
            faults.Add(Fault(nameof(FeatureSpec.Weight), $"weight {name} is {column.Type}; a weight is a number"));
        }
        else if (name == spec.Label.Column || spec.OtherLabels.Any(label => label.Column == name))
        {
            faults.Add(Fault(nameof(FeatureSpec.Weight), $"weight {name} is a label too"));
        }
    }

    private static void CheckKey(
        FeatureSpec spec, string key, TableContract contract, Dictionary<string, ColumnContract> columns, List<FeatureFault> faults)
    {
        var steps = spec.Columns[key];
        var member = nameof(FeatureSpec.Columns);
        if (FeaturePlan.IsTarget(spec, key))
        {
            faults.Add(Fault(member, $"column {key} is a label or the weight and cannot be learned from", key));
            return;
        }

        ColumnContract[] matched = columns.TryGetValue(key, out var exact)
            ? [exact]
            : [.. contract.Columns.Where(column => FeaturePlan.KeysOf(spec, column.Name).Contains(key))];
        if (matched.Length == 0)
        {
            faults.Add(Fault(member, key.Contains('*', StringComparison.Ordinal) ? $"no column of the contract matches {key}" : NotThere(key, columns), key));
        }

        if (steps.Count == 0)
        {
            faults.Add(Fault(member, $"column {key} has no encoder; leave it out, or name one", key));
        }

        foreach (var column in matched)
        {
            var before = faults.Count;
            StepChecker.Check(column, steps, (index, message) =>
                faults.Add(new FeatureFault { Member = member, Column = key, StepIndex = index, Message = $"column {column.Name}: {message}" }));
            if (faults.Count > before)
            {
                return;
            }
        }
    }

    private static FeatureFault Fault(string member, string message, string? column = null) => new() { Member = member, Column = column, Message = message };

    private static string NotThere(string name, Dictionary<string, ColumnContract> columns) =>
        $"column {name} is not in the contract, which has {string.Join(", ", columns.Keys.Take(30))}{(columns.Count > 30 ? ", …" : "")}";
}
