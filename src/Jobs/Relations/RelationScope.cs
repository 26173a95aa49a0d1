using System.Globalization;
using Millrace.Features.Contracts;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Binding;
using Millrace.Jobs.Specification.Relations;

namespace Millrace.Jobs.Relations;

/// <summary>What the steps see while a relation stage is compiled: the tables so far, the rules of names, keys and times, and the faults found. Not thread-safe.</summary>
internal sealed class RelationScope(JobSpec job, List<JobFault> faults)
{
    private readonly HashSet<(string Input, string Column)> _used = [];
    private readonly Dictionary<string, PlanTable> _tables = new(StringComparer.Ordinal);
    private readonly List<PlanStep> _steps = [];

    /// <summary>How many faults were found so far.</summary>
    public int Faults => faults.Count;

    /// <summary>Columns that are needed as integers.</summary>
    public IReadOnlySet<(string Input, string Column)> Used => _used;

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<PlanStep> Steps => _steps;

    /// <summary>The main input's rows as the steps so far have left them.</summary>
    public PlanTable Rows => _tables[RelationSpec.Rows];

    /// <summary>Adds an input's table; the first of a name wins.</summary>
    public void Add(PlanTable table) => _tables.TryAdd(table.Name, table);

    /// <summary>Adds a step; its result is what the next steps see.</summary>
    public void Add(PlanStep step)
    {
        _steps.Add(step);
        _tables[step.Result.Name] = step.Result;
    }

    /// <summary>The table of that name as the steps before have left it; null, with a fault, where there is none.</summary>
    public PlanTable? Table(string name, string path)
    {
        if (_tables.TryGetValue(name, out var table))
        {
            return table;
        }

        Fault(path, $"there is no table `{name}` at this point", Suggestion.Remedy(name, _tables.Keys));
        return null;
    }

    /// <summary>The table that a step looks into.</summary>
    public PlanTable? Other(string name, string path) => Table(name, SettingPath.Member(path, "with"));

    /// <summary>The column; null, with a fault, where the table has none of that name.</summary>
    public PlanColumn? Column(PlanTable table, string name, string path)
    {
        if (table.Find(name) is { } column)
        {
            return column;
        }

        faults.Add(new JobFault(path, $"`{table.Name}` has no column `{name}` at this point", Suggestion.Remedy(name, [.. table.Columns.Select(each => each.Name)])) { FollowsFromContract = true });
        return null;
    }

    /// <summary>The column where it can be a key; else null, with a fault.</summary>
    public PlanColumn? Key(PlanTable table, string name, string path)
    {
        var column = Column(table, name, path);
        if (column is not null && !PlanRules.IsKey(column))
        {
            Fault(path, $"`{name}` is {column.Contract.Type}{(column.Form == ColumnForm.Plain ? "" : ", computed")}, which is no key", "keys are integers, strings, dates and timestamps");
            return null;
        }

        return column;
    }

    /// <summary>The pairs of key columns that can be compared.</summary>
    public List<PlanKey> Keys(IReadOnlyDictionary<string, string> on, PlanTable of, PlanTable with, string path)
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

    /// <summary>The time columns of both tables, as given or else the tables' own.</summary>
    public ((string File, ColumnKind Kind)? Left, (string File, ColumnKind Kind)? Right) Times(string? time, string? withTime, PlanTable of, PlanTable with, string path)
    {
        time ??= of.IsRows ? job.Relation!.Time : TimeOf(of);
        withTime ??= with.IsRows ? job.Relation!.Time : TimeOf(with);
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

    /// <summary>The int64 form of a time column and what its units are.</summary>
    public (string File, ColumnKind Kind)? Time(PlanTable table, string name, string path)
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

        if (job.Relation!.Time is { } label && _tables.GetValueOrDefault(RelationSpec.Rows)?.Find(label) is { } other && other.Contract.Type.Kind != kind)
        {
            Fault(path, $"`{name}` is {column.Contract.Type}, and the relation's time `{label}` is {other.Contract.Type}", "give both the same type in their contracts");
            return null;
        }

        return (file, kind);
    }

    /// <summary>The int64 form of a column, which the row stage then writes.</summary>
    public string? Whole(PlanColumn column)
    {
        if (column.Integer is not null && column.Origin is { } origin && !PlanRules.IsWhole(column.Contract.Type))
        {
            _used.Add(origin);
        }

        return column.Integer;
    }

    /// <summary>A stretch of time in the units of a time column.</summary>
    public long Units(TimeSpan time, ColumnKind kind, string path)
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

    /// <summary>Checks the name of a new table.</summary>
    public void CheckTableName(string path, string name)
    {
        if (name == RelationSpec.Rows || name.Length is 0 or > 100 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') || !char.IsAsciiLetter(name[0]))
        {
            Fault(path, "is no name for a table", $"use letters, digits, hyphens and underscores, begin with a letter, and leave `{RelationSpec.Rows}` to the main input");
        }
    }

    /// <summary>Checks the name of a new column.</summary>
    public void CheckNew(string name, PlanTable of, List<PlanColumn> others, string path)
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

    /// <summary>Whether a step may look into a table; adds a fault where not.</summary>
    public bool IsLookingBack(PlanTable of, PlanTable with, string path)
    {
        if (with.IsRows && !of.IsRows)
        {
            Fault(SettingPath.Member(path, "with"), $"takes from the rows into `{of.Name}`, from where they would come back without their time", $"let the step work on `{RelationSpec.Rows}`");
            return false;
        }

        return true;
    }

    /// <summary>A hidden column's name that no other step gives.</summary>
    public string Named(string what, int number) => string.Create(CultureInfo.InvariantCulture, $"_{what}{_steps.Count}_{number}");

    /// <summary>Adds a fault.</summary>
    public void Fault(string path, string what, string remedy) => faults.Add(new JobFault(path, what, remedy));

    private string? TimeOf(PlanTable table) => job.Inputs.GetValueOrDefault(table.Name)?.Time is { } time && table.Find(time) is not null ? time : null;
}
