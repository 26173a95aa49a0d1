using Millrace.Features.Cleaning;
using Millrace.Features.Contracts;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Binding;
using Millrace.Jobs.Specification.Relations;

namespace Millrace.Jobs.Relations;

/// <summary>
/// Resolves the names of a job's relation stage and finds every fault. Runs twice: the first pass learns which columns are needed as integers, the second makes
/// the plan with those. One use.
/// </summary>
internal sealed class RelationCompiler
{
    private const string Root = "relation";

    private readonly JobSpec _job;
    private readonly RelationSpec _spec;
    private readonly RelationScope _scope;
    private readonly IReadOnlySet<(string Input, string Column)>? _asked;

    private RelationCompiler(JobSpec job, List<JobFault> faults, IReadOnlySet<(string Input, string Column)>? asked)
    {
        _job = job;
        _spec = job.Relation!;
        _scope = new RelationScope(job, faults);
        _asked = asked;
    }

    /// <summary>The plan; null where the job has no relation stage, or where faults were added.</summary>
    public static RelationPlan? Compile(JobSpec job, List<JobFault> faults)
    {
        if (job.Relation is null)
        {
            if (job.Inputs is { Count: > 0 })
            {
                faults.Add(new JobFault("inputs", "are named, but no step takes anything from them", "add `relation` with its steps, or remove `inputs`"));
            }

            return null;
        }

        if (!IsReadable(job))
        {
            return null;
        }

        var before = faults.Count;
        var first = new RelationCompiler(job, faults, asked: null);
        first.Run();
        return faults.Count > before ? null : new RelationCompiler(job, [], first._scope.Used).Run();
    }

    // A setting that could not be read from the file is null here, whatever its type says; its fault is known already.
    private static bool IsReadable(JobSpec job)
    {
        IEnumerable<TableContract?> contracts = [job.Contract, .. (job.Inputs ?? new Dictionary<string, SideInputSpec>()).Values.Select(input => input?.Contract)];
        return contracts.All(contract => contract?.Columns is not null && contract.Columns.All(column => column is { Name: not null, Type: not null }))
            && job.Relation!.Steps is { } steps && steps.All(step => step is { Of: not null } && step switch
            {
                JoinStep { With: not null, On: not null, Take: not null } => true,
                AsOfStep { With: not null, On: not null, Take: not null } => true,
                WindowStep { On: not null } window => AreReadable(window.Values),
                GroupStep { By: not null } group => AreReadable(group.Values),
                DistinctStep { By: not null, Keep: not null } distinct => distinct.Keep.All(keep => keep is { Column: not null }),
                _ => false,
            });
    }

    private static bool AreReadable(IReadOnlyDictionary<string, AggregateSpec>? values) =>
        values is not null && values.Values.All(value => value is CountAggregateSpec || (value is not null && PlanRules.ColumnOf(value) is not null));

    private RelationPlan Run()
    {
        var rows = Input(RelationSpec.Rows, _job.Contract, time: null, "contract") with { IsRows = true };
        _scope.Add(rows);
        CheckLabelTime(rows);
        var inputs = new List<(string Name, SideInputSpec Spec, PlanTable Table)>();
        foreach (var (name, spec) in _job.Inputs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var path = SettingPath.Member("inputs", name);
            _scope.CheckTableName(path, name);
            var table = Input(name, spec.Contract, spec.Time, path);
            inputs.Add((name, spec, table));
            _scope.Add(table);
        }

        for (var i = 0; i < _spec.Steps.Count; i++)
        {
            Step(i);
        }

        return new RelationPlan
        {
            Rows = rows,
            Integers = IntegersOf(RelationSpec.Rows, rows),
            Inputs = [.. inputs.Select(input => new PlanInput(input.Name, input.Spec, input.Table, IntegersOf(input.Name, input.Table)))],
            Steps = _scope.Steps,
            Result = _scope.Rows,
        };
    }

    private IReadOnlyList<string> IntegersOf(string input, PlanTable table) =>
        [.. table.Columns.Select(column => column.Name).Where(name => _scope.Used.Contains((input, name)))];

    private PlanTable Input(string name, TableContract contract, string? time, string path)
    {
        var columns = contract.Columns.Select(column => new PlanColumn
        {
            Contract = column,
            Origin = (name, column.Name),
            Integer = PlanRules.IsWhole(column.Type) ? column.Name
                : RowStage.HasIntegerForm(column) && _asked?.Contains((name, column.Name)) != false ? RowStage.IntegerName(column.Name)
                : null,
        }).ToList();
        foreach (var twins in columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            _scope.Fault(path, $"has columns that differ in case only, {string.Join(" and ", twins.Select(column => $"`{column.Name}`"))}", "give one another name; engines do not tell them apart in joins");
        }

        var table = new PlanTable { Name = name, Columns = columns, Tie = PlanTable.Hash };
        if (time is null)
        {
            return table;
        }

        var at = _scope.Time(table, time, SettingPath.Member(path, "time"));
        return at is null ? table : table with { Known = [at.Value.File] };
    }

    private void CheckLabelTime(PlanTable rows)
    {
        if (_spec.Time is { } time)
        {
            _scope.Time(rows, time, SettingPath.Member(Root, "time"));
        }
    }

    private void Step(int index)
    {
        var spec = _spec.Steps[index];
        var union = (UnionShape)JobShapes.Catalog.Of(typeof(RelationStep));
        var path = SettingPath.Member(SettingPath.Item(SettingPath.Member(Root, "steps"), index), union.Of(spec).Tag);
        if (_scope.Table(spec.Of, SettingPath.Member(path, "of")) is not { } of)
        {
            return;
        }

        var into = spec.Into ?? spec.Of;
        if (of.IsRows != (into == RelationSpec.Rows))
        {
            _scope.Fault(SettingPath.Member(path, "into"), of.IsRows ? "would copy the rows under another name" : "would replace the rows by another table", $"only steps over `{RelationSpec.Rows}` make `{RelationSpec.Rows}`, and they make nothing else");
            return;
        }

        if (into != spec.Of)
        {
            _scope.CheckTableName(SettingPath.Member(path, "into"), into);
        }

        var before = _scope.Faults;
        PlanStep? step = spec switch
        {
            JoinStep join => new JoinCompiler(_scope).Join(join, of, path),
            AsOfStep asOf => new JoinCompiler(_scope).AsOf(asOf, of, path),
            WindowStep window => new AggregateCompiler(_scope).Window(window, of, path),
            GroupStep group => new AggregateCompiler(_scope).Group(group, of, path),
            DistinctStep distinct => new DistinctCompiler(_scope).Distinct(distinct, of, path),
            var other => throw new ArgumentException($"{other.GetType().Name} is not a step that the relation stage knows."),
        };
        if (step is not null && _scope.Faults == before)
        {
            step = step with { Result = step.Result with { Name = into }, LabelTime = of.IsRows && _spec.Time is { } time ? of.Find(time)!.Integer : null };
            _scope.Add(step);
        }
    }
}
