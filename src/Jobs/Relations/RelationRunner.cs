using System.Globalization;
using Millrace.Jobs.Places;
using Millrace.Jobs.Specification.Relations;

namespace Millrace.Jobs.Relations;

/// <summary>Runs a plan step by step on an engine and asks what every join's report tells. One use.</summary>
internal sealed class RelationRunner
{
    private const string RowsView = "rows_all";

    private readonly RelationPlan _plan;
    private readonly IRelationEngine _engine;
    private readonly string _workFolder;
    private readonly RelationStatistics _ask;
    private readonly Dictionary<string, string> _views = new(StringComparer.Ordinal);
    private readonly List<StepReport> _reports = [];

    /// <summary>A runner.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="engine">Where; borrowed.</param>
    /// <param name="workFolder">Where tables between steps go; a full path, empty.</param>
    public RelationRunner(RelationPlan plan, IRelationEngine engine, string workFolder)
    {
        _plan = plan;
        _engine = engine;
        _workFolder = workFolder;
        _ask = new RelationStatistics(engine.Dialect);
    }

    /// <summary>Runs all steps.</summary>
    /// <param name="rows">Clean files of the main input by what their rows are; those without files are left out.</param>
    /// <param name="inputs">Clean files of the further inputs.</param>
    /// <param name="progressed">Told each step's number and label before it starts.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <exception cref="JobFailedException">A join multiplies rows although it may not, or brings what is later than the label.</exception>
    public async Task<RelationOutput> RunAsync(
        IReadOnlyDictionary<RowRole, IReadOnlyList<string>> rows, IReadOnlyDictionary<string, IReadOnlyList<string>> inputs, Action<int, string> progressed, CancellationToken cancellationToken)
    {
        await RegisterAsync(rows, inputs, cancellationToken);
        for (var i = 0; i < _plan.Steps.Count; i++)
        {
            progressed(i, _plan.Steps[i].Label);
            await StepAsync(i, cancellationToken);
        }

        var view = _views[RelationSpec.Rows];
        var counts = (await _engine.ReadAsync(_ask.Rows(_plan.Result, view), cancellationToken)).ToDictionary(row => (RowRole)row[0], row => row[1]);
        var files = new SortedDictionary<RowRole, IReadOnlyList<string>>();
        foreach (var role in counts.Keys.Order())
        {
            files[role] = await _engine.WriteAsync(Sql().OfSet(_plan.Result, view, role), Path.Combine(_workFolder, $"result-{role.ToString().ToLowerInvariant()}"), cancellationToken);
        }

        return new RelationOutput(files, counts, _reports);
    }

    private async Task RegisterAsync(
        IReadOnlyDictionary<RowRole, IReadOnlyList<string>> rows, IReadOnlyDictionary<string, IReadOnlyList<string>> inputs, CancellationToken cancellationToken)
    {
        var sets = new List<(RowRole, string)>();
        foreach (var (role, files) in rows.Where(pair => pair.Value.Count > 0).OrderBy(pair => pair.Key))
        {
            var view = $"rows_{role.ToString().ToLowerInvariant()}";
            await _engine.RegisterAsync(view, files, cancellationToken);
            sets.Add((role, view));
        }

        await _engine.DefineAsync(RowsView, Sql().Union(_plan.Rows, sets), cancellationToken);
        _views[RelationSpec.Rows] = RowsView;
        for (var i = 0; i < _plan.Inputs.Count; i++)
        {
            var view = string.Create(CultureInfo.InvariantCulture, $"input_{i}");
            await _engine.RegisterAsync(view, inputs[_plan.Inputs[i].Name], cancellationToken);
            _views[_plan.Inputs[i].Name] = view;
        }
    }

    private async Task StepAsync(int index, CancellationToken cancellationToken)
    {
        var step = _plan.Steps[index];
        var of = _views[step.Of.Name];
        var other = step switch { PlanJoin join => join.With, PlanAsOf asOf => asOf.With, PlanWindow window => window.With, _ => step.Of };
        var with = _views[other.Name];
        var wide = await WideAsync(step, with, cancellationToken);
        var before = await CleanRowsAsync(step.Of, of, cancellationToken);
        var report = new StepReport { Step = step.Label, Table = step.Result.Name, RowsBefore = before, RowsAfter = before, TimesChecked = step is { Checked.Count: > 0, LabelTime: not null } };
        if (KeysOf(step) is { Count: > 0 } keys)
        {
            report = await MeetAsync(step, report, keys, (of, other, with), cancellationToken);
        }

        var view = string.Create(CultureInfo.InvariantCulture, $"step_{index}");
        var files = await _engine.WriteAsync(Sql(wide).Rows(step, of, with), Path.Combine(_workFolder, string.Create(CultureInfo.InvariantCulture, $"step-{index:000}")), cancellationToken);
        await _engine.RegisterAsync(view, files, cancellationToken);
        await CheckTimesAsync(step, view, cancellationToken);
        _reports.Add(await FinishReportAsync(step, report, view, of, cancellationToken));
        _views[step.Result.Name] = view;
    }

    private async Task<StepReport> MeetAsync(
        PlanStep step, StepReport report, IReadOnlyList<PlanKey> keys, (string Of, PlanTable Other, string With) tables, CancellationToken cancellationToken)
    {
        var met = (await _engine.ReadAsync(_ask.Keys(keys, step.Of, tables.Of, tables.Other, tables.With), cancellationToken))[0];
        var (keyed, matched, most, several) = (met[0], met[1], met[8], met[9]);
        if (step is PlanJoin { Kind: JoinKind.Left or JoinKind.Inner, FanOut: FanOut.Refuse } && most > 1)
        {
            throw new JobFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"The step '{step.Label}' finds more than one row of {tables.Other.Name} for {several:N0} rows, up to {most:N0} for one. Make its keys unique with a step distinct, or write fan_out: allow."));
        }

        report = report with { WithoutKey = report.RowsBefore - keyed, Keys = met[2], OrphanKeys = met[3], OtherKeys = met[5], OtherOrphanKeys = met[6] };
        return step is PlanJoin
            ? report with { Matched = matched, MostMatches = most, FanOut = matched == 0 ? 0 : (double)met[7] / matched }
            : report;
    }

    private async Task<StepReport> FinishReportAsync(PlanStep step, StepReport report, string view, string of, CancellationToken cancellationToken)
    {
        report = report with { RowsAfter = await CleanRowsAsync(step.Result, view, cancellationToken) };
        if (step is not (PlanAsOf or PlanWindow))
        {
            return report;
        }

        var hits = (await _engine.ReadAsync(_ask.Hits(step.Result, view, step is PlanAsOf), cancellationToken))[0];
        if (hits[0] != report.RowsBefore)
        {
            throw new InvalidOperationException($"The step '{step.Label}' made {hits[0]} rows of {report.RowsBefore}. Please report it.");
        }

        var time = step is PlanAsOf asOf ? asOf.Time.Left : ((PlanWindow)step).Time.Left;
        var keyed = (await _engine.ReadAsync(_ask.Keyed(KeysOf(step).Select(key => key.Left).Append(time), step.Of, of), cancellationToken))[0][0];
        return report with { Matched = hits[1], TooOld = step is PlanAsOf ? hits[2] : null, WithoutKey = report.RowsBefore - keyed };
    }

    private async Task CheckTimesAsync(PlanStep step, string view, CancellationToken cancellationToken)
    {
        if (step is not { Checked.Count: > 0, LabelTime: not null })
        {
            return;
        }

        var later = (await _engine.ReadAsync(_ask.Later(step, view), cancellationToken))[0][0];
        if (later > 0)
        {
            throw new JobFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"The step '{step.Label}' brings to {later:N0} rows what was not known at their time: it is later than relation.time, when the label is to be predicted. Take it as of that time, or correct the time columns."));
        }
    }

    private async Task<HashSet<string>> WideAsync(PlanStep step, string view, CancellationToken cancellationToken)
    {
        var aggregates = step switch { PlanWindow window => window.Aggregates, PlanGroup group => group.Aggregates, _ => [] };
        var wide = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in aggregates.Where(each => each.Function == AggregateFunction.Sum).Select(each => each.Column!).Distinct(StringComparer.Ordinal))
        {
            var bounds = (await _engine.ReadAsync(_ask.Bounds(column, view), cancellationToken))[0];
            if (SumBounds.IsWide(bounds[0], bounds[1], bounds[2]))
            {
                wide.Add(column);
            }
        }

        return wide;
    }

    private async Task<long> CleanRowsAsync(PlanTable table, string view, CancellationToken cancellationToken) =>
        (await _engine.ReadAsync(_ask.Rows(table, view), cancellationToken)).Where(row => row[0] == (long)RowRole.Main).Sum(row => row[1]);

    private RelationSql Sql(HashSet<string>? wide = null) => new(_engine.Dialect, column => wide?.Contains(column) == true);

    private static IReadOnlyList<PlanKey> KeysOf(PlanStep step) => step switch
    {
        PlanJoin join => join.Keys,
        PlanAsOf asOf => asOf.Keys,
        PlanWindow window => window.Keys,
        _ => [],
    };
}
