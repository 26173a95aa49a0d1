using Millrace.Jobs.Cluster.Executors;
using Millrace.Jobs.Cluster.Through;
using Millrace.Jobs.Cluster.Training;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Stages.Rows;
using Millrace.Training;
using Millrace.Jobs.Survey;
using System.Security.Cryptography;

namespace Millrace.Jobs.Cluster;

/// <summary>
/// Spark's executors. <em>Direct</em>: Spark hands out assignments, workers read and write the files themselves, a report a share comes back. What only Spark
/// reads goes <em>through Spark</em>, see <see cref="ThroughReading"/>. Owns the connection. For one stage at a time.
/// </summary>
/// <param name="opening">Makes the connection.</param>
/// <param name="address">Where Spark is.</param>
/// <param name="read">Who reads the job's files.</param>
/// <param name="folder">The run folder.</param>
/// <param name="training">How the job trains; null where it does not.</param>
internal sealed class SparkPlace(SparkOpening opening, SparkAddress address, SparkRead read, RunFolder folder, TrainingMode? training) : IPlace
{
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private readonly CleanFiles _files = new(folder);
    private readonly List<(string Stage, StagingArea Staging, IReadOnlyList<ShareReport> Reports)> _done = [];
    private SparkLink? _link;

    /// <inheritdoc/>
    public string Name => _link?.Description ?? address.ForPeople;

    private SparkLink Link => _link ?? throw new InvalidOperationException("the place was not opened");

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_link is null)
        {
            StagingArea.Sweep(folder, TimeProvider.System.GetUtcNow().UtcDateTime - Grace);
            _link = await opening.OpenAsync(address, cancellationToken);
            if (training == TrainingMode.Sync)
            {
                // Known before the first row is cleaned, not after the last.
                await SparkFailure.TranslateAsync(() => Preflight.RefuseDynamicAllocationAsync(_link.Session, cancellationToken));
            }
        }
    }

    /// <inheritdoc/>
    public Task<Snapshot> SurveyTableAsync(InputSpec spec, CancellationToken cancellationToken) =>
        TableSurvey.SurveyAsync(Link.Session, spec, cancellationToken);

    /// <inheritdoc/>
    public Task<WorkResult<TStatistics>> RunAsync<TStatistics>(
        IRowWork<TStatistics> work, WorkRequest request, CancellationToken cancellationToken)
        where TStatistics : class => RunAsync(work, request, isWholeFiles: false, cancellationToken);

    /// <inheritdoc/>
    public async Task<DedupeResult> DedupeAsync(DedupeRequest request, CancellationToken cancellationToken)
    {
        var staging = new StagingArea(folder, request.Stage, request.Key);
        var input = await _files.PinAsync([.. request.Files.Select(folder.Relative)], RowRole.Main, cancellationToken);
        var losers = await FindLosersAsync(request, input.Snapshot.Rows, staging, cancellationToken);
        if (losers.Count == 0)
        {
            return KeepAll(input.Snapshot, request.OutputFolder);
        }

        var done = await RunAsync(
            new DropWork(new DropSettings(losers)),
            new WorkRequest
            {
                Stage = request.Stage,
                Key = StageKey.Of(DropWork.WorkName, request.Key),
                Inputs = [input],
                Folders = new Dictionary<string, string> { [DropWork.Kept] = request.OutputFolder },
            },
            isWholeFiles: true,
            cancellationToken);
        return new DedupeResult(
            [.. done.Files.Select(file => new WrittenFile(file.Path, file.Bytes, file.Rows, file.FooterHash))], done.Statistics.Rows, done.Statistics.Removed);
    }

    /// <inheritdoc/>
    public Task<IRelationEngine> OpenRelationsAsync(CancellationToken cancellationToken) => Task.FromResult<IRelationEngine>(new SparkRelations(Link.Session));

    /// <inheritdoc/>
    public Task<TrainingResult> TrainAsync(TrainRequest request, CancellationToken cancellationToken) => SparkTraining.RunAsync(Link, request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _link?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Files that name the rows to be removed: found by one worker where rows are few, else by Spark. No files: rows are few, and none loses.</summary>
    private async Task<IReadOnlyList<string>> FindLosersAsync(DedupeRequest request, long? rows, StagingArea staging, CancellationToken cancellationToken)
    {
        var losers = Path.Combine(staging.Root, "losers-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));
        if (rows is null or > SparkDuplicates.FewRows)
        {
            await SparkFailure.TranslateAsync(() => SparkDuplicates.WriteLosersAsync(Link.Session, request.Files, request.KeyColumns, losers, cancellationToken));
            return [.. Directory.EnumerateFiles(losers, "*.parquet").Order(StringComparer.Ordinal)];
        }

        var list = await ContentFile.WriteAsync(folder.Place("work", "assignments"), request.Files, cancellationToken);
        var found = new List<LosersReport>();
        await foreach (var text in SparkOperation.RunAsync(Link.Session, LosersOperator.Name, new LosersSettings(list, request.KeyColumns ?? [], losers, Link.Limits), count: 1, cancellationToken))
        {
            found.Add(ReportRow.Read<LosersReport>(text));
        }

        if (found is not [var report])
        {
            throw new InvalidOperationException($"Spark ended the search for duplicates with {found.Count} reports instead of one. Please report it.");
        }

        var file = staging.Require(Path.Combine(losers, Path.GetFileName(report.File)), "that looked for duplicates");
        return report.Rows == 0 ? [] : [file];
    }

    // Few files are copied here sooner than Spark has planned a query that copies them.
    private DedupeResult KeepAll(Snapshot clean, string output)
    {
        folder.ResetFolder(output);
        var kept = new List<WrittenFile>();
        foreach (var file in clean.Files)
        {
            var target = Path.Combine(output, Path.GetFileName(file.FullPath));
            AtomicFile.Copy(file.FullPath, target);
            kept.Add(new WrittenFile(target, file.Bytes, file.Rows!.Value, file.FooterHash));
        }

        return new DedupeResult(kept, kept.Sum(file => file.Rows), Removed: 0);
    }

    private async Task<WorkResult<TStatistics>> RunAsync<TStatistics>(
        IRowWork<TStatistics> work, WorkRequest request, bool isWholeFiles, CancellationToken cancellationToken)
        where TStatistics : class
    {
        ForgetDone(exceptStage: request.Stage);
        var staging = new StagingArea(folder, request.Stage, StageKey.Of(work.Name, request.Key));
        var reports = request.IsJobInput && IsReadBySpark(request)
            ? await new ThroughReading(Link, folder, staging).RunAsync(work, request, cancellationToken)
            : await RunSharesAsync(work, request, staging, isWholeFiles, cancellationToken);
        var statistics = await new StatisticsMerge(Link, folder, staging).MergeAsync(work, reports, cancellationToken);
        var published = staging.Publish(reports, request.Folders);
        _done.Add((request.Stage, staging, reports));
        return new WorkResult<TStatistics>(statistics, published);
    }

    private bool IsReadBySpark(WorkRequest request) =>
        read == SparkRead.ThroughSpark || request.Inputs.Any(input => input.Snapshot.Spec.Table is not null);

    private async Task<IReadOnlyList<ShareReport>> RunSharesAsync<TStatistics>(
        IRowWork<TStatistics> work, WorkRequest request, StagingArea staging, bool isWholeFiles, CancellationToken cancellationToken)
        where TStatistics : class
    {
        var shares = SharePlanner.Plan(StageKey.Of(work.Name, request.Key), request.Inputs, Link.Slots, isWholeFiles);
        await using var journal = await ShareJournal.OpenAsync(staging.JournalFile, cancellationToken);
        var accepted = shares
            .Select(share => journal.Found.GetValueOrDefault(share.Label))
            .OfType<ShareReport>()
            .Where(report => staging.IsThere(report, request.Folders))
            .ToDictionary(report => report.Label, StringComparer.Ordinal);
        var missing = shares.Where(share => !accepted.ContainsKey(share.Label)).ToArray();
        if (missing.Length > 0)
        {
            await RunMissingAsync(work, request, staging, (missing, journal, accepted), cancellationToken);
        }

        return [.. shares.Select(share => accepted[share.Label])];
    }

    // A stage that is over has its part in the ledger when the next one begins; until then a kill needs what it accepted.
    private void ForgetDone(string? exceptStage)
    {
        foreach (var (_, staging, reports) in _done.Where(done => done.Stage != exceptStage))
        {
            staging.Forget(reports);
        }

        _done.RemoveAll(done => done.Stage != exceptStage);
    }

    private async Task RunMissingAsync<TStatistics>(
        IRowWork<TStatistics> work,
        WorkRequest request,
        StagingArea staging,
        (ShareAssignment[] Missing, ShareJournal Journal, Dictionary<string, ShareReport> Accepted) state,
        CancellationToken cancellationToken)
        where TStatistics : class
    {
        var list = await ContentFile.WriteAsync(folder.Place("work", "assignments"), ShareList.Of(request.Inputs, state.Missing), cancellationToken);
        var settings = new ShareSettings(work.Settings, list, staging.Root, Link.Limits);
        var rows = state.Accepted.Values.Sum(report => report.Rows);
        Link.Progress.Told = words => request.Progressed(Volatile.Read(ref rows), words);
        try
        {
            await foreach (var text in SparkOperation.RunAsync(Link.Session, work.Name, settings, state.Missing.Length, cancellationToken))
            {
                var report = staging.Accept(ReportRow.Read<ShareReport>(text), request.Folders);
                await state.Journal.AppendAsync(report, cancellationToken);
                state.Accepted.Add(report.Label, report);
                Volatile.Write(ref rows, rows + report.Rows);
                request.Progressed(rows, $"{ProgressWords.Count(state.Accepted.Count, "share")} done");
            }
        }
        finally
        {
            Link.Progress.Told = null;
        }

        var lost = state.Missing.Count(share => !state.Accepted.ContainsKey(share.Label));
        if (lost > 0)
        {
            throw new InvalidOperationException($"Spark ended stage {request.Stage} without the reports of {lost} of {state.Missing.Length} shares. Nothing of it may be used. Please report it.");
        }
    }
}
