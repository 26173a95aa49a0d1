using System.Globalization;
using Millrace.Jobs.Cluster.Executors;
using Millrace.Jobs.Cluster.Training;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Spark.Connect;
using Millrace.Spark.Sql;
using Millrace.Spark.Worker;

namespace Millrace.Jobs.Cluster;

/// <summary>Connects to Spark or starts one, and proves before any work that the executors can do the job: same build, same files, memory for the workers and for the planned network.</summary>
/// <param name="folder">The run folder.</param>
/// <param name="run">Where Spark is, and what may be used.</param>
/// <param name="display">Told what happens.</param>
internal sealed class SparkOpening(RunFolder folder, RunSpec run, IRunDisplay display)
{
    private const string StageName = "spark";
    private const string ShufflePartitions = "spark.sql.shuffle.partitions";
    private const int PartitionsPerSlot = 3;

    /// <summary>Where a Spark that is started here keeps its classes for the next one.</summary>
    public static string ClassArchives { get; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "millrace", "spark-classes");

    // A Spark that stops under the driver ends the run within ten seconds: these waits add up to less.
    private static readonly ConnectOptions Patience = new() { MaxRetries = 6, MaxRetryDelay = TimeSpan.FromSeconds(2) };

    /// <summary>The job whose network is judged before any work; null where nothing is trained.</summary>
    public JobSpec? Trains { get; init; }

    /// <summary>Opens the connection.</summary>
    /// <exception cref="JobFailedException">Spark is not there, or an executor lacks something; names what is needed and what there is.</exception>
    public async Task<SparkLink> OpenAsync(SparkAddress address, CancellationToken cancellationToken)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        display.StageStarted(StageName, address.Master is null ? $"connecting to {address.ForPeople}" : $"starting Spark, {address.ForPeople}");
        var progress = new SparkProgress();
        var note = new SessionNote(folder, address);
        await note.EndEarlierAsync(cancellationToken);
        var session = await ConnectAsync(address, progress, cancellationToken);
        try
        {
            await note.KeepAsync(session, cancellationToken);
            var settings = await SessionRules.ApplyAsync(session, cancellationToken);
            await DriverFolder.RefuseWhatDiesAsync(session, folder.Root, cancellationToken);
            var budget = WorkerBudget.Of(run.Spark?.WorkerMemory, settings);
            var answers = await ProveAsync(session, settings, run.Spark, folder.Place("work"), cancellationToken);
            if (Trains is { } job)
            {
                PlannedNetwork.Refuse(job, answers, MemoryOverhead.Of(settings));
            }

            var link = new SparkLink
            {
                Session = session,
                Note = note,
                WorkerBytes = budget,
                Description = $"Spark {session.Version()}, {address.ForPeople}",
                Slots = answers.Slots,
                Limits = new ExecutorLimits(EngineBytes(budget)),
                Progress = progress,
            };
            await SizeShufflesAsync(session, link.Slots, cancellationToken);
            Tell(link, answers, start);
            return link;
        }
        catch
        {
            await session.DisposeAsync();
            note.Forget();
            throw;
        }
    }

    /// <summary>A session at the address.</summary>
    /// <exception cref="JobFailedException">Spark is not there.</exception>
    public static async Task<SparkSession> ConnectAsync(SparkAddress address, SparkProgress progress, CancellationToken cancellationToken)
    {
        var builder = SparkSession.Builder().Connection(Patience).Progress(progress);
        builder = address.Remote is { } url ? builder.Remote(url) : builder.Master(address.Master!).ClassArchives(ClassArchives);
        return await SparkFailure.TranslateAsync(() => builder.CreateAsync(cancellationToken));
    }

    /// <summary>Gives the session its worker and asks every slot whether it can do the work; gives their answers.</summary>
    /// <param name="session">A session that has its rules.</param>
    /// <param name="settings">Its settings by name.</param>
    /// <param name="spark">Says the worker and its memory.</param>
    /// <param name="folder">Full path of the folder that both sides have to see.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="JobFailedException">An executor lacks something, there is no slot, or no memory for the workers.</exception>
    public static async Task<ExecutorAnswers> ProveAsync(
        SparkSession session, IReadOnlyDictionary<string, string> settings, SparkSpec? spark, string folder, CancellationToken cancellationToken)
    {
        var worker = Worker(spark, WorkerBudget.Of(spark?.WorkerMemory, settings));
        await SparkFailure.TranslateAsync(() => session.UseWorkerAsync(worker, cancellationToken));
        return await new ExecutorProbe(session, folder, worker.Executable, ExpectedExecutors.Of(settings)).RunAsync(cancellationToken);
    }

    /// <summary>The program that executors start.</summary>
    /// <exception cref="JobFailedException">This program has no executable of its own, and none was named.</exception>
    public static WorkerApplication Worker(SparkSpec? spark, long? memoryBytes)
    {
        var assembly = typeof(JobOperators).Assembly;
        var own = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name!);
        var executable = spark?.Worker ?? own;
        if (spark?.Worker is null && !File.Exists(own))
        {
            throw new JobFailedException($"{own} is not there: executors start it as their worker. Publish the application with its executable, or give one with --worker.");
        }

        return new WorkerApplication { Operators = JobOperators.Create(), Executable = executable, Assembly = assembly, MemoryBytes = memoryBytes };
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
    private long EngineBytes(long? budget) => Math.Max(128L << 20, budget is { } bytes ? bytes * 3 / 10 : run.Memory.Bytes / 2);

    private void Tell(SparkLink link, ExecutorAnswers answers, long start)
    {
        if (answers.Missing is { } missing)
        {
            display.Found(new Finding(FindingSeverity.Warning, StageName, missing));
        }

        display.StageFinished(new StageOutcome(StageName, Reused: false, System.Diagnostics.Stopwatch.GetElapsedTime(start), $"{link.Description}, {answers.Words}, files are shared"));
    }
}
