using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Stages;
using Millrace.Training;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Places;

/// <summary>This process: readers side by side over one scan, each a share. Borrows the engine.</summary>
internal sealed class EmbeddedPlace(IEngine engine, RunFolder folder, int readers) : IPlace
{
    /// <inheritdoc/>
    public string Name => "this process";

    /// <inheritdoc/>
    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<Snapshot> SurveyTableAsync(InputSpec spec, CancellationToken cancellationToken) =>
        throw new JobFailedException($"'input.table' is {spec.Table}, which only Spark reads: run the job with --spark.");

    /// <inheritdoc/>
    public async Task<WorkResult<TStatistics>> RunAsync<TStatistics>(
        IRowWork<TStatistics> work, WorkRequest request, CancellationToken cancellationToken)
        where TStatistics : class
    {
        foreach (var target in request.Folders.Values)
        {
            folder.ResetFolder(target);
        }

        var statistics = work.Empty();
        var files = new List<ShareFile>();
        var done = 0L;
        for (var number = 0; number < request.Inputs.Count; number++)
        {
            foreach (var (part, output) in await RunInputAsync(work, request, number, rows => request.Progressed(Interlocked.Add(ref done, rows), null), cancellationToken))
            {
                statistics = work.Merge(statistics, part);
                files.AddRange(output.Files);
            }
        }

        return new WorkResult<TStatistics>(statistics, [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)]);
    }

    /// <inheritdoc/>
    public async Task<DedupeResult> DedupeAsync(DedupeRequest request, CancellationToken cancellationToken)
    {
        folder.ResetFolder(request.OutputFolder);
        var result = await engine.DedupeAsync(request.Files, request.KeyColumns, request.OutputFolder, cancellationToken);
        return result with { Files = [.. result.Files.Select(file => file with { Path = BringInto(request.OutputFolder, file.Path) })] };
    }

    /// <inheritdoc/>
    public Task<IRelationEngine> OpenRelationsAsync(CancellationToken cancellationToken) => Task.FromResult(engine.OpenRelations());

    /// <inheritdoc/>
    public Task<TrainingResult> TrainAsync(TrainRequest request, CancellationToken cancellationToken) => EmbeddedTraining.RunAsync(request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<(TStatistics Statistics, ShareOutput Output)[]> RunInputAsync<TStatistics>(
        IRowWork<TStatistics> work, WorkRequest request, int number, Action<long> progressed, CancellationToken cancellationToken)
        where TStatistics : class
    {
        var (role, snapshot) = request.Inputs[number];
        using var scan = engine.OpenScan(snapshot, engine.Plan(snapshot), work.Columns, readers);
        var parts = new (TStatistics, ShareOutput)[readers];
        await Readers.RunAsync(
            readers,
            async (reader, token) =>
            {
                var output = new ShareOutput($"{number}{reader:00}", kind => request.Folders[kind]);
                var share = new RowShare
                {
                    Role = role,
                    Snapshot = snapshot,
                    Rows = scan.Readers[reader],
                    Engine = engine,
                    Output = output,
                    Progressed = progressed,
                };
                parts[reader] = (await work.RunAsync(share, token), output);
            },
            cancellationToken);
        return parts;
    }

    private static string BringInto(string folder, string path)
    {
        if (Path.GetDirectoryName(path) == folder)
        {
            return path;
        }

        var place = Path.Combine(folder, Path.GetFileName(path));
        AtomicFile.Copy(path, place);
        return place;
    }
}
