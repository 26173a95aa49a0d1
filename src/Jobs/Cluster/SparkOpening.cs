using System.Globalization;
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
    private const string ShufflePartitions = "spark.sql.shuffle.partitions";
    private const int PartitionsPerSlot = 3;

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
            await DriverFolder.RefuseWhatDiesAsync(session, folder.Root, cancellationToken);
            var answers = await ProveAsync(session, run, folder.Place("work"), cancellationToken);
            var link = new SparkLink
            {
                Session = session,
                Description = $"Spark {session.Version()}, {address.ForPeople}",
                Slots = answers.Count,
                Limits = new ExecutorLimits(EngineBytes()),
                Progress = progress,
            };
            await SizeShufflesAsync(session, link.Slots, cancellationToken);
            display.StageFinished(new StageOutcome(
                StageName,
                Reused: false,
                System.Diagnostics.Stopwatch.GetElapsedTime(start),
                $"{link.Description}, {SlotWords(answers)}, files are shared"));
            return link;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>A session at the address.</summary>
    /// <exception cref="JobFailedException">Spark is not there.</exception>
    public static async Task<SparkSession> ConnectAsync(SparkAddress address, SparkProgress progress, CancellationToken cancellationToken)
    {
        var builder = SparkSession.Builder().Connection(Patience).Progress(progress);
        builder = address.Remote is { } url ? builder.Remote(url) : builder.Master(address.Master!);
        return await SparkFailure.TranslateAsync(() => builder.CreateAsync(cancellationToken));
    }

    /// <summary>Gives the session its worker and asks every slot whether it can do the work; gives their answers.</summary>
    /// <param name="session">A session that has its rules.</param>
    /// <param name="run">Says the worker.</param>
    /// <param name="folder">Full path of the folder that both sides have to see.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="JobFailedException">An executor lacks something, or there is no slot.</exception>
    public static async Task<IReadOnlyList<ProbeReport>> ProveAsync(SparkSession session, RunSpec run, string folder, CancellationToken cancellationToken)
    {
        var worker = Worker(run);
        await SparkFailure.TranslateAsync(() => session.UseWorkerAsync(worker, cancellationToken));
        return await new ExecutorProbe(session, folder, worker.Executable).RunAsync(cancellationToken);
    }

    /// <summary>How many slots answered, and on how many hosts.</summary>
    public static string SlotWords(IReadOnlyList<ProbeReport> answers) =>
        $"{ProgressWords.Count(answers.Count, "slot")} on {ProgressWords.Count(answers.Select(answer => answer.Host).Distinct(StringComparer.Ordinal).Count(), "host")}";

    /// <summary>The program that executors start.</summary>
    /// <exception cref="JobFailedException">This program has no executable of its own, and none was named.</exception>
    public static WorkerApplication Worker(RunSpec run)
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

    // Spark's own default fits no cluster: two hundred tasks a shuffle, whatever there is to run them. A server's own number is left alone.
    private static async Task SizeShufflesAsync(SparkSession session, int slots, CancellationToken cancellationToken)
    {
        const string sparksOwn = "200";
        if (await SparkFailure.TranslateAsync(() => session.Conf().GetAsync(ShufflePartitions, sparksOwn, cancellationToken)) == sparksOwn)
        {
            await SparkFailure.TranslateAsync(
                () => session.Conf().SetAsync(ShufflePartitions, (slots * PartitionsPerSlot).ToString(CultureInfo.InvariantCulture), cancellationToken));
        }
    }

    // Without a budget for the workers they get what the engine of this process would get.
    private long EngineBytes() => Math.Max(128L << 20, run.Spark?.WorkerMemory is { } memory ? memory.Bytes * 3 / 10 : run.Memory.Bytes / 2);
}
