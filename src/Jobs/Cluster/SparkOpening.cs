using System.Globalization;
using System.Security.Cryptography;
using Millrace.Jobs.Cluster.Executors;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Spark.Connect;
using Millrace.Spark.Sql;
using Millrace.Spark.Worker;

namespace Millrace.Jobs.Cluster;

/// <summary>Connects to Spark or starts one, and proves before any work that the executors can do the job: same build, same files.</summary>
internal sealed class SparkOpening(RunFolder folder, RunSpec run, IRunDisplay display)
{
    private const string StageName = "spark";

    /// <summary>Rows of the probe: more than any cluster has slots, so that each slot gets a task.</summary>
    private const long ProbeRows = 1 << 16;

    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(60);

    // A Spark that stops under the driver ends the run within ten seconds: these waits add up to less.
    private static readonly ConnectOptions Patience = new() { MaxRetries = 6, MaxRetryDelay = TimeSpan.FromSeconds(2) };

    /// <summary>Opens the connection.</summary>
    /// <exception cref="JobFailedException">Spark is not there, or an executor lacks something; names what is needed and what there is.</exception>
    public async Task<SparkLink> OpenAsync(SparkAddress address, CancellationToken cancellationToken)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        display.StageStarted(StageName, address.Master is null ? $"connecting to {address.ForPeople}" : $"starting Spark, {address.ForPeople}");
        var progress = new SparkProgress();
        var session = await ConnectAsync(address, progress, cancellationToken);
        try
        {
            await SessionRules.ApplyAsync(session, cancellationToken);
            await SparkFailure.TranslateAsync(() => session.UseWorkerAsync(Worker(), cancellationToken));
            var answers = await ProbeAsync(session, cancellationToken);
            var hosts = answers.Select(answer => answer.Host).Distinct(StringComparer.Ordinal).Count();
            var link = new SparkLink
            {
                Session = session,
                Description = $"Spark {session.Version()}, {address.ForPeople}",
                Slots = answers.Count,
                Limits = new ExecutorLimits(EngineBytes()),
                Progress = progress,
            };
            display.StageFinished(new StageOutcome(
                StageName,
                Reused: false,
                System.Diagnostics.Stopwatch.GetElapsedTime(start),
                string.Create(CultureInfo.InvariantCulture, $"{link.Description}, {ProgressWords.Count(link.Slots, "slot")} on {ProgressWords.Count(hosts, "host")}, files are shared")));
            return link;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private static async Task<SparkSession> ConnectAsync(SparkAddress address, SparkProgress progress, CancellationToken cancellationToken)
    {
        var builder = SparkSession.Builder().Connection(Patience).Progress(progress);
        builder = address.Remote is { } url ? builder.Remote(url) : builder.Master(address.Master!);
        return await SparkFailure.TranslateAsync(() => builder.CreateAsync(cancellationToken));
    }

    /// <summary>The program that executors start.</summary>
    private WorkerApplication Worker()
    {
        var assembly = typeof(JobOperators).Assembly;
        var own = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name!);
        var executable = run.Spark?.Worker ?? own;
        if (run.Spark?.Worker is null && !File.Exists(own))
        {
            throw new JobFailedException($"{own} is not there: executors start it as their worker. Publish the application with its executable, or give one with --worker.");
        }

        return new WorkerApplication { Operators = JobOperators.Create(), Executable = executable, Assembly = assembly, MemoryBytes = run.Spark?.WorkerMemory?.Bytes };
    }

    // Without a budget for the workers they get what the engine of this process would get.
    private long EngineBytes() => Math.Max(128L << 20, run.Spark?.WorkerMemory is { } memory ? memory.Bytes * 3 / 10 : run.Memory.Bytes / 2);

    private async Task<IReadOnlyList<ProbeReport>> ProbeAsync(SparkSession session, CancellationToken cancellationToken)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var answers = Directory.CreateDirectory(folder.Place("work", "probe", nonce)).FullName;
        var file = Path.Combine(answers, "nonce");
        await File.WriteAllTextAsync(file, nonce, cancellationToken);
        try
        {
            var reports = await AskAsync(session, new ProbeSettings(file, nonce, answers), cancellationToken);
            Judge(reports, answers, nonce);
            return reports;
        }
        finally
        {
            Directory.Delete(answers, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<ProbeReport>> AskAsync(SparkSession session, ProbeSettings settings, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ProbeLimit);
        var reports = new List<ProbeReport>();
        try
        {
            await foreach (var text in SparkOperation.RunAsync(session.Range(ProbeRows), ProbeOperator.Name, settings, limit.Token))
            {
                reports.Add(ReportRow.Read<ProbeReport>(text));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new JobFailedException($"No executor answered within {ProbeLimit.TotalSeconds:0} seconds. The job needs at least one free slot: free one, or let the cluster start executors.");
        }

        return reports;
    }

    private void Judge(IReadOnlyList<ProbeReport> reports, string answers, string nonce)
    {
        var blind = reports.Where(report => !report.SeesWorkFolder || report.AnswerFile is not { } name || !Answered(Path.Combine(answers, name), nonce))
            .Select(report => report.Host).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (blind.Length > 0)
        {
            throw new JobFailedException(
                $"The run folder {folder.Root} is not the same files for the driver and the executors on {string.Join(", ", blind)}. "
                + "Give a folder on a shared file system with --out.");
        }
    }

    private static bool Answered(string file, string nonce)
    {
        try
        {
            return File.ReadAllText(file) == nonce;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
