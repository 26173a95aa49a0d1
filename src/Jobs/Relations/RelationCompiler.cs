using System.Globalization;
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
    private readonly List<JobFault> _faults;
    private readonly HashSet<(string Input, string Column)>? _asked;
    private readonly HashSet<(string Input, string Column)> _used = [];
    private readonly Dictionary<string, PlanTable> _tables = new(StringComparer.Ordinal);
    private readonly List<PlanStep> _steps = [];

    private RelationCompiler(JobSpec job, List<JobFault> faults, HashSet<(string Input, string Column)>? asked)
    {
        _job = job;
        _spec = job.Relation!;
        _faults = faults;
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
        return faults.Count > before ? null : new RelationCompiler(job, [], first._used).Run();
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
        _tables.Add(RelationSpec.Rows, rows);
        CheckLabelTime(rows);
        var inputs = new List<(string Name, SideInputSpec Spec, PlanTable Table)>();
        foreach (var (name, spec) in _job.Inputs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var path = SettingPath.Member("inputs", name);
            CheckTableName(path, name);
            var table = Input(name, spec.Contract, spec.Time, path);
            inputs.Add((name, spec, table));
            _tables.TryAdd(name, table);
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
            Steps = _steps,
            Result = _tables[RelationSpec.Rows],
        };
    }

    private IReadOnlyList<string> IntegersOf(string input, PlanTable table) =>
        [.. table.Columns.Select(column => column.Name).Where(name => _used.Contains((input, name)))];

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
            Fault(path, $"has columns that differ in case only, {string.Join(" and ", twins.Select(column => $"`{column.Name}`"))}", "give one another name; engines do not tell them apart in joins");
        }

        var table = new PlanTable { Name = name, Columns = columns, Tie = PlanTable.Hash };
        if (time is null)
        {
            return table;
        }

        var at = Time(table, time, SettingPath.Member(path, "time"));
        return at is null ? table : table with { Known = [at.Value.File] };
    }

    private void CheckLabelTime(PlanTable rows)
    {
        if (_spec.Time is { } time)
        {
            Time(rows, time, SettingPath.Member(Root, "time"));
        }
    }

    private void CheckTableName(string path, string name)
    {
        if (name == RelationSpec.Rows || name.Length is 0 or > 100 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') || !char.IsAsciiLetter(name[0]))
        {
            Fault(path, "is no name for a table", $"use letters, digits, hyphens and underscores, begin with a letter, and leave `{RelationSpec.Rows}` to the main input");
        }
    }

    private void Step(int index)
    {
        var spec = _spec.Steps[index];
        var union = (UnionShape)JobShapes.Catalog.Of(typeof(RelationStep));
        var path = SettingPath.Member(SettingPath.Item(SettingPath.Member(Root, "steps"), index), union.Of(spec).Tag);
        if (Table(spec.Of, SettingPath.Member(path, "of")) is not { } of)
        {
            return;
        }

        var into = spec.Into ?? spec.Of;
        if (of.IsRows != (into == RelationSpec.Rows))
        {
            Fault(SettingPath.Member(path, "into"), of.IsRows ? "would copy the rows under another name" : "would replace the rows by another table", $"only steps over `{RelationSpec.Rows}` make `{RelationSpec.Rows}`, and they make nothing else");
            return;
        }

        if (into != spec.Of)
        {
            CheckTableName(SettingPath.Member(path, "into"), into);
        }

        var before = _faults.Count;
        PlanStep? step = spec switch
        {
            JoinStep join => Join(join, of, path),
            AsOfStep asOf => AsOf(asOf, of, path),
            WindowStep window => Window(window, of, path),
            GroupStep group => Group(group, of, path),
            DistinctStep distinct => Distinct(distinct, of, path),
            var other => throw new ArgumentException($"{other.GetType().Name} is not a step that the relation stage knows."),
        };
        if (step is not null && _faults.Count == before)
        {
            step = step with { Result = step.Result with { Name = into }, LabelTime = of.IsRows && _spec.Time is { } time ? of.Find(time)!.Integer : null };
            _steps.Add(step);
            _tables[into] = step.Result;
        }
    }

    private PlanJoin? Join(JoinStep spec, PlanTable of, string path)
    {
        if (Other(spec.With, path) is not { } with)
        {
            return null;
        }

        if (with.IsRows)
        {
            Fault(SettingPath.Member(path, "with"), "joins the rows with each other, which lets test rows into the features of training rows", "use `as_of` or `window`, which look back in time only");
        }

        var keys = Keys(spec.On, of, with, path);
        if (keys.Count == 0)
        {
            Fault(SettingPath.Member(path, "on"), "names no columns", "write `on: { COLUMN: COLUMN_OF_THE_OTHER }`");
        }

        var takes = new List<PlanTake>();
        if (spec.Kind is JoinKind.Semi or JoinKind.Anti)
        {
            if (spec.Take.Count > 0)
            {
                Fault(SettingPath.Member(path, "take"), $"has no effect on a {spec.Kind.ToString().ToLowerInvariant()} join", "remove it, or use `kind: left`");
            }

            return new PlanJoin { Label = $"join {spec.With}", Of = of, Result = of, With = with, Keys = keys, Kind = spec.Kind, FanOut = spec.FanOut, Takes = takes };
        }

        var result = of with { Columns = [.. of.Columns, .. Take(spec.Take, of, with, takes, path)] };
        var known = TakeKnown(with.Known, takes);
        if (spec.FanOut == FanOut.Allow)
        {
            // Rows that come of one row differ in what they matched: together both ties tell them apart.
            var tie = with.Tie.Select((file, i) => new PlanTake(file, Named("tie", i))).ToList();
            takes.AddRange(tie);
            result = result with { Tie = [.. of.Tie, .. tie.Select(take => take.To)] };
        }

        return new PlanJoin
        {
            Label = $"join {spec.With}",
            Of = of,
            Result = WithKnown(result, known),
            Checked = of.IsRows ? known : [],
            With = with,
            Keys = keys,
            Kind = spec.Kind,
            FanOut = spec.FanOut,
            Takes = takes,
        };
    }

    private PlanAsOf? AsOf(AsOfStep spec, PlanTable of, string path)
    {
        if (Other(spec.With, path) is not { } with || !IsLookingBack(of, with, path))
        {
            return null;
        }

        var keys = Keys(spec.On, of, with, path);
        var (left, right) = Times(spec.Time, spec.WithTime, of, with, path);
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
            Result = WithKnown(result, known),
            Checked = of.IsRows ? known : [],
            With = with,
            Keys = keys,
            Time = new PlanKey(left.Value.File, right.Value.File),
            Within = Units(spec.Within, left.Value.Kind, SettingPath.Member(path, "within")),
            Equal = spec.Equal,
            Takes = takes,
        };
    }

    private PlanWindow? Window(WindowStep spec, PlanTable of, string path)
    {
        if (Other(spec.With ?? spec.Of, path) is not { } with || !IsLookingBack(of, with, path))
        {
            return null;
        }

        var keys = Keys(spec.On, of, with, path);
        var (left, right) = Times(spec.Time, spec.WithTime, of, with, path);
        if (left is null || right is null)
        {
            return null;
        }

        var gap = Units(spec.Gap, left.Value.Kind, SettingPath.Member(path, "gap"));
        var over = Units(spec.Over, left.Value.Kind, SettingPath.Member(path, "over"));
        var aggregates = new List<PlanAggregate>();
        var columns = Values(spec.Values, of, with, aggregates, path);
        var known = with.Known.Append(right.Value.File).Distinct().Select((file, i) => new PlanAggregate(AggregateFunction.Max, file, Named("known", i))).ToList();
        var (from, to) = (gap + over, spec.Equal ? gap : gap + 1);
        if (from < to)
        {
            Fault(SettingPath.Member(path, "over"), "leaves no time between its ends", "give a longer stretch, or `equal: true`");
        }

        var result = of with { Columns = [.. of.Columns, .. columns] };
        return new PlanWindow
        {
            Label = $"window {with.Name}",
            Of = of,
            Result = WithKnown(result, [.. known.Select(each => each.To)]),
            Checked = of.IsRows ? [.. known.Select(each => each.To)] : [],
            With = with,
            Keys = keys,
            Time = new PlanKey(left.Value.File, right.Value.File),
            From = from,
            To = to,
            Aggregates = [.. aggregates, .. known],
        };
    }

    private PlanGroup? Group(GroupStep spec, PlanTable of, string path)
    {
        if (of.IsRows)
        {
            Fault(SettingPath.Member(path, "of"), "groups the rows themselves, so that test rows would tell about themselves", "group a further input, or use `window`, which looks back in time only");
            return null;
        }

        var by = spec.By.Select((name, i) => Key(of, name, SettingPath.Item(SettingPath.Member(path, "by"), i))).OfType<PlanColumn>().ToList();
        if (spec.By.Count == 0)
        {
            Fault(SettingPath.Member(path, "by"), "names no columns", "write `by: [COLUMN]`");
        }

        var aggregates = new List<PlanAggregate>();
        var empty = of with { Columns = by };
        var columns = Values(spec.Values, empty, of, aggregates, path);
        var known = of.Known.Select((file, i) => new PlanAggregate(AggregateFunction.Max, file, Named("known", i))).ToList();
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

    private PlanDistinct Distinct(DistinctStep spec, PlanTable of, string path)
    {
        var by = spec.By.Select((name, i) => Key(of, name, SettingPath.Item(SettingPath.Member(path, "by"), i))).OfType<PlanColumn>().ToList();
        if (spec.By.Count == 0)
        {
            Fault(SettingPath.Member(path, "by"), "names no columns", "write `by: [COLUMN]`");
        }

        var keep = new List<(string, bool)>();
        for (var i = 0; i < spec.Keep.Count; i++)
        {
            var at = SettingPath.Member(SettingPath.Item(SettingPath.Member(path, "keep"), i), "column");
            if (Column(of, spec.Keep[i].Column, at) is not { } column)
            {
                continue;
            }

            if (Whole(column) is { } file || (file = PlanRules.IsKey(column) ? column.Name : null) is not null)
            {
                keep.Add((file, spec.Keep[i].Prefer == Preference.Largest));
            }
            else
            {
                Fault(at, $"`{column.Name}` is {column.Contract.Type}, which has no exact order here", PlanRules.ScaleRemedy(column));
            }
        }

        return new PlanDistinct { Label = $"distinct {of.Name}", Of = of, Result = of, By = [.. by.Select(column => column.Name)], Keep = keep };
    }

    private List<PlanColumn> Values(IReadOnlyDictionary<string, AggregateSpec> values, PlanTable of, PlanTable with, List<PlanAggregate> aggregates, string path)
    {
        var columns = new List<PlanColumn>();
        foreach (var (name, spec) in values)
        {
            var at = SettingPath.Member(SettingPath.Member(path, "values"), name);
            CheckNew(name, of, columns, at);
            var source = PlanRules.ColumnOf(spec) is { } wanted ? Column(with, wanted, at) : null;
            if (source is null && PlanRules.ColumnOf(spec) is not null)
            {
                continue;
            }

            if (source is not null && (spec is SumAggregateSpec or MeanAggregateSpec || (spec is not CountAggregateSpec && source.Contract.Type.IsFloat)))
            {
                Whole(source);
            }

            if (PlanAggregates.Of(name, spec, source, aggregates, out var problem) is { } column)
            {
                columns.Add(column);
            }
            else
            {
                Fault(at, problem!, source is null ? "" : PlanRules.ScaleRemedy(source));
            }
        }

        if (values.Count == 0)
        {
            Fault(SettingPath.Member(path, "values"), "names nothing to compute", "write `values: { NAME: { mean: COLUMN } }`");
        }

        return columns;
    }

    private List<PlanColumn> Take(IReadOnlyDictionary<string, string> take, PlanTable of, PlanTable with, List<PlanTake> takes, string path)
    {
        var columns = new List<PlanColumn>();
        foreach (var (name, source) in take)
        {
            var at = SettingPath.Member(SettingPath.Member(path, "take"), name);
            CheckNew(name, of, columns, at);
            if (Column(with, source, at) is { } column)
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
        var taken = known.Select((file, i) => new PlanTake(file, Named("known", i))).ToList();
        takes.AddRange(taken);
        return taken.ConvertAll(take => take.To);
    }

    // Times of rows are compared with the label's at once; those of other tables go on until rows take them.
    private static PlanTable WithKnown(PlanTable result, IReadOnlyList<string> known) =>
        result.IsRows ? result : result with { Known = [.. result.Known, .. known] };

    private string Named(string what, int number) => string.Create(CultureInfo.InvariantCulture, $"_{what}{_steps.Count}_{number}");

    private bool IsLookingBack(PlanTable of, PlanTable with, string path)
    {
        if (with.IsRows && !of.IsRows)
        {
            Fault(SettingPath.Member(path, "with"), $"takes from the rows into `{of.Name}`, from where they would come back without their time", $"let the step work on `{RelationSpec.Rows}`");
            return false;
        }

        return true;
    }

    private List<PlanKey> Keys(IReadOnlyDictionary<string, string> on, PlanTable of, PlanTable with, string path)
    {
        var keys = new List<PlanKey>();
        foreach (var (left, right) in on)
        {
            var at = SettingPath.Member(SettingPath.Member(path, "on"), left);
            if (Key(of, left, at) is not { } mine || Key(with, right, at) is not { } theirs)
            {
                continue;
            }

            if (PlanRules.Class(mine.Contract.Type) != PlanRules.Class(theirs.Contract.Type))
            {
                Fault(at, $"compares `{left}`, {mine.Contract.Type}, with `{right}`, {theirs.Contract.Type}", "give both the same type in their contracts");
            }

            keys.Add(new PlanKey(left, right));
        }

        return keys;
    }

    private PlanColumn? Key(PlanTable table, string name, string path)
    {
        var column = Column(table, name, path);
        if (column is not null && !PlanRules.IsKey(column))
        {
            Fault(path, $"`{name}` is {column.Contract.Type}{(column.Form == ColumnForm.Plain ? "" : ", computed")}, which is no key", "keys are integers, strings, dates and timestamps");
            return null;
        }

        return column;
    }

    private ((string File, ColumnKind Kind)? Left, (string File, ColumnKind Kind)? Right) Times(string? time, string? withTime, PlanTable of, PlanTable with, string path)
    {
        time ??= of.IsRows ? _spec.Time : TimeOf(of);
        withTime ??= with.IsRows ? _spec.Time : TimeOf(with);
        var left = time is null ? null : Time(of, time, SettingPath.Member(path, "time"));
        var right = withTime is null ? null : Time(with, withTime, SettingPath.Member(path, "with_time"));
        if (time is null)
        {
            Fault(SettingPath.Member(path, "time"), "is not given, and the table has no time of its own", $"name a time column of `{of.Name}`");
        }

        if (withTime is null)
        {
            Fault(SettingPath.Member(path, "with_time"), "is not given, and the table has no time of its own", $"name a time column of `{with.Name}`");
        }

        if (left is { } l && right is { } r && l.Kind != r.Kind)
        {
            Fault(SettingPath.Member(path, "with_time"), $"`{withTime}` and `{time}` are times of different kinds", "give both the same type in their contracts");
        }

        return (left, right);
    }

    private string? TimeOf(PlanTable table) => _job.Inputs.GetValueOrDefault(table.Name)?.Time is { } time && table.Find(time) is not null ? time : null;

    private (string File, ColumnKind Kind)? Time(PlanTable table, string name, string path)
    {
        if (Column(table, name, path) is not { } column)
        {
            return null;
        }

        var kind = column.Contract.Type.Kind;
        if (kind is not (ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampLocal) || Whole(column) is not { } file)
        {
            Fault(path, $"`{name}` is {column.Contract.Type}{(column.Origin is null ? ", computed" : "")}, which is no time here", "times are date, timestamp and timestamp_local columns of an input");
            return null;
        }

        if (_spec.Time is { } label && _tables.GetValueOrDefault(RelationSpec.Rows)?.Find(label) is { } other && other.Contract.Type.Kind != kind)
        {
            Fault(path, $"`{name}` is {column.Contract.Type}, and the relation's time `{label}` is {other.Contract.Type}", "give both the same type in their contracts");
            return null;
        }

        return (file, kind);
    }

    /// <summary>The int64 form of a column, which the row stage then writes.</summary>
    private string? Whole(PlanColumn column)
    {
        if (column.Integer is not null && column.Origin is { } origin && !PlanRules.IsWhole(column.Contract.Type))
        {
            _used.Add(origin);
        }

        return column.Integer;
    }

    private long Units(TimeSpan time, ColumnKind kind, string path)
    {
        if (kind != ColumnKind.Date)
        {
            return time.Ticks / TimeSpan.TicksPerMicrosecond;
        }

        if (time.Ticks % TimeSpan.TicksPerDay != 0)
        {
            Fault(path, "is no number of whole days, and the times are dates", "give days, such as `7d`");
        }

        return time.Days;
    }

    private PlanTable? Other(string name, string path) => Table(name, SettingPath.Member(path, "with"));

    private PlanTable? Table(string name, string path)
    {
        if (_tables.TryGetValue(name, out var table))
        {
            return table;
        }

        Fault(path, $"there is no table `{name}` at this point", Suggestion.Remedy(name, _tables.Keys));
        return null;
    }

    private PlanColumn? Column(PlanTable table, string name, string path)
    {
        if (table.Find(name) is { } column)
        {
            return column;
        }

        Add(new JobFault(path, $"`{table.Name}` has no column `{name}` at this point", Suggestion.Remedy(name, [.. table.Columns.Select(each => each.Name)])) { FollowsFromContract = true });
        return null;
    }

    private void CheckNew(string name, PlanTable of, List<PlanColumn> others, string path)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 200 || name[0] == '_' || name.AsSpan().ContainsAny(":/"))
        {
            Fault(path, "is no name for a column", "a name has 1 to 200 characters, does not begin with `_` and holds neither `:` nor `/`");
        }
        else if (of.Columns.Concat(others).FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase)) is { } taken)
        {
            Fault(path, $"`{of.Name}` has a column `{taken.Name}` already", "give the new one another name");
        }
    }

    private void Fault(string path, string what, string remedy) => Add(new JobFault(path, what, remedy));

    private void Add(JobFault fault) => _faults.Add(fault);
}
