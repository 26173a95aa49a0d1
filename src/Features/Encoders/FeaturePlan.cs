using System.IO.Enumeration;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders.Labels;

namespace Millrace.Features.Encoders;

/// <summary>A feature specification checked against a contract: every column's encoders, defaults filled in. Immutable and thread-safe.</summary>
public sealed class FeaturePlan
{
    private FeaturePlan(FeatureSpec spec, TableContract contract, IReadOnlyList<ColumnPlan> inputs, IReadOnlyList<LabelPlan> labels)
    {
        Spec = spec;
        Contract = contract;
        Inputs = inputs;
        Labels = labels;
        ReadColumns = [.. contract.Columns.Select(column => column.Name)
            .Where(name => name == spec.Weight || inputs.Any(input => input.Column.Name == name) || labels.Any(label => label.Column.Name == name))];
    }

    /// <summary>The specification.</summary>
    public FeatureSpec Spec { get; }

    /// <summary>Contract of the clean rows.</summary>
    public TableContract Contract { get; }

    /// <summary>Names of the columns that training reads (inputs, labels, weight), in contract order: the row id is over these.</summary>
    public IReadOnlyList<string> ReadColumns { get; }

    /// <summary>The input columns in contract order.</summary>
    internal IReadOnlyList<ColumnPlan> Inputs { get; }

    /// <summary>The labels, the main one first.</summary>
    internal IReadOnlyList<LabelPlan> Labels { get; }

    /// <summary>All faults; none when it compiles.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="contract">Contract of the clean rows.</param>
    /// <param name="task">Kind of labels that do not say theirs.</param>
    public static IReadOnlyList<FeatureFault> Check(FeatureSpec spec, TableContract contract, LabelKind task)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(contract);
        var faults = FeatureSpecChecker.Check(spec, contract, task);
        if (faults.Count == 0 && Resolve(spec, contract, FeaturePreset.Standard).Count == 0)
        {
            return [new FeatureFault { Member = nameof(FeatureSpec.Columns), Message = "no column is left to learn from; name columns under features.columns" }];
        }

        return faults;
    }

    /// <summary>Compiles a specification.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="contract">Contract of the clean rows.</param>
    /// <param name="task">Kind of labels that do not say theirs.</param>
    /// <param name="preset">Default encoders where the specification leaves them open.</param>
    /// <exception cref="FeatureSpecException">Something is wrong; carries every fault.</exception>
    public static FeaturePlan Compile(FeatureSpec spec, TableContract contract, LabelKind task, FeaturePreset preset = FeaturePreset.Standard)
    {
        var faults = Check(spec, contract, task);
        if (faults.Count > 0)
        {
            throw new FeatureSpecException(faults);
        }

        var labels = spec.OtherLabels.Prepend(spec.Label)
            .Select(label => new LabelPlan(contract.Columns.First(column => column.Name == label.Column), label.Kind ?? task));
        return new FeaturePlan(spec, contract, Resolve(spec, contract, spec.Preset ?? preset), [.. labels]);
    }

    /// <summary>Keys of <see cref="FeatureSpec.Columns"/> that name a column: the exact name alone, or every pattern that matches.</summary>
    internal static IReadOnlyList<string> KeysOf(FeatureSpec spec, string column) => spec.Columns.ContainsKey(column)
        ? [column]
        : [.. spec.Columns.Keys.Where(key => key.Contains('*', StringComparison.Ordinal) && FileSystemName.MatchesSimpleExpression(key, column, ignoreCase: false))];

    /// <summary>Whether a column is the label, another label or the weight.</summary>
    internal static bool IsTarget(FeatureSpec spec, string column) =>
        column == spec.Weight || column == spec.Label.Column || spec.OtherLabels.Any(label => label.Column == column);

    private static List<ColumnPlan> Resolve(FeatureSpec spec, TableContract contract, FeaturePreset preset)
    {
        var inputs = new List<ColumnPlan>();
        var auto = spec.Auto ?? spec.Columns.Count == 0;
        foreach (var column in contract.Columns.Where(column => !IsTarget(spec, column.Name)))
        {
            var keys = KeysOf(spec, column.Name);
            var steps = keys.Count > 0 ? spec.Columns[keys[0]]
                : auto && !column.Personal && !spec.Ignore.Contains(column.Name) ? DefaultEncoders.For(column.Type, preset)
                : [];
            if (steps.Count > 0)
            {
                inputs.Add(new ColumnPlan(column, steps));
            }
        }

        return inputs;
    }
}
