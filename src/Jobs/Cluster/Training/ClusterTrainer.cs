using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Millrace.Spark.Sql;
using Millrace.Training;
using Millrace.Training.Checkpoints;
using Millrace.Training.Hosting;
using Millrace.Training.Local;
using Polly;
using Polly.Retry;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>
/// Trains over Spark's executors in mode <c>sync</c>: preflight, then segments, each a barrier stage that starts from the last state and gives the next one back. A segment
/// that fails is started again from where it started, by one policy; what a segment gave is kept before the next one starts.
/// </summary>
/// <remarks>For one training at a time.</remarks>
internal sealed class ClusterTrainer(SparkSession session, ClusterTrainingOptions options, TimeProvider time)
{
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(20);
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly List<string> _notes = [];
    private TimeSpan _start;
    private int _generation;

    /// <summary>What a test wants to know: told before every start of a segment.</summary>
    public Action<int>? Starting { get; init; }

    /// <summary>Told which way of reporting is open, before the first report.</summary>
    public Action<ReportWay>? ReportsBy { get; init; }

    /// <summary>Trains to the end, or goes on from the newest sound checkpoint.</summary>
    /// <param name="run">What is trained.</param>
    /// <param name="progress">Gets reports.</param>
    /// <param name="cancellationToken">Interrupts the running segment; the run goes on from the state before it.</param>
    /// <exception cref="JobFailedException">The cluster lacks something, or the state is of another job.</exception>
    /// <exception cref="TrainingException">Numbers are not finite, or there are no rows.</exception>
    public async Task<TrainingResult> RunAsync(ClusterTrainingRun run, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        if (run.Plan.Local is not null)
        {
            return await RunRoundsAsync(run, progress, cancellationToken);
        }

        var began = time.GetTimestamp();
        Directory.CreateDirectory(run.CheckpointFolder);
        var state = Newest(run);

        // A driver that was killed between a state and its metrics left these behind, or none.
        state?.WriteMetrics(run.MetricsFile);
        var resumedFrom = state?.Step ?? 0;
        StopReason? reason = state?.Reason(run.Plan);
        if (reason is null)
        {
            await Preflight.RefuseDynamicAllocationAsync(session, cancellationToken);
            await using var view = ProgressReceiver.Open(_secret, progress);
            var shape = await ShapeAsync(run, cancellationToken);
            var asked = time.GetTimestamp();
            var target = await new Preflight(session, run).RunAsync(shape, Meeting(), options.Listens ? view.Addresses : [], options, cancellationToken);
            _start = time.GetElapsedTime(asked); // a barrier stage whose tasks meet: the first guess at what a segment's start takes
            Follow(view, target);
            var course = new TrainingCourse(run, target, progress, began);
            TaskShape? proved = shape;
            while (reason is null)
            {
                (state, reason) = await SegmentAsync(course, state, proved, cancellationToken);
                proved = null;
                state.WriteMetrics(run.MetricsFile);
            }
        }

        return state!.ToResult(run.Plan, reason.Value, resumedFrom, [.. _notes.Distinct()]);
    }

    /// <summary>Mode <c>local</c>: rounds of ordinary tasks, the state kept here after each.</summary>
    private async Task<TrainingResult> RunRoundsAsync(ClusterTrainingRun run, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        await new Preflight(session, run).RunForRoundsAsync(options, cancellationToken);
        ReportsBy?.Invoke(ReportWay.Round);
        var folder = Path.Combine(run.CheckpointFolder, LocalRounds.BlobFolder);
        var rounds = new SparkRounds(session, run, options, Restarts(run), folder);
        var loop = new LocalLoop(new LocalRun
        {
            Plan = run.Plan,
            TrainRows = run.Train.Rows,
            ValidationRows = run.Validation?.Rows ?? 0,
            Place = rounds,
            Blobs = new FolderBlobs(folder),
            Options = new TrainingOptions
            {
                CheckpointFolder = run.CheckpointFolder,
                CheckpointSteps = 1,
                MetricsFile = run.MetricsFile,
                Deadline = run.Deadline,
                Time = time,
            },
            Progress = progress,
        });
        var result = await loop.RunAsync(cancellationToken);
        await rounds.ForgetLanesAsync(cancellationToken);
        return result with { Notes = [.. result.Notes, .. _notes.Distinct()] };
    }

    /// <summary>The newest sound checkpoint; null where there is none.</summary>
    private StoredState? Newest(ClusterTrainingRun run)
    {
        foreach (var file in CheckpointFolder.Files(run.CheckpointFolder))
        {
            StoredState state;
            try
            {
                state = StoredState.Read(file);
            }
            catch (CheckpointException e)
            {
                _notes.Add(CheckpointFolder.PassOver(e, owns: true));
                continue;
            }

            return state.PlanHash == run.Plan.Hash
                ? state
                : throw new JobFailedException(
                    $"The checkpoint {file} is of another job: its plan is {state.PlanHash[..Math.Min(12, state.PlanHash.Length)]}, this one {run.Plan.Hash[..12]}. Remove it, or give another run folder.");
        }

        return null;
    }

    /// <summary>One segment, started again from the same state until it comes out or is not worth it. What the preflight has just proved is the first segment's shape; later ones count the slots that there are.</summary>
    private async Task<(StoredState State, StopReason? Reason)> SegmentAsync(
        TrainingCourse course, StoredState? from, TaskShape? proved, CancellationToken cancellationToken)
    {
        var run = course.Run;
        var attempt = 0;
        return await Restarts(run).ExecuteAsync(
            async token =>
            {
                var shape = attempt == 0 && proved is { } known ? known : await ShapeAsync(run, token);
                if (attempt++ > 0)
                {
                    // Executors may be others now: what was proved of the first is proved again.
                    await new Preflight(session, run).RunAsync(shape, Meeting(), [], options with { PreflightLimit = options.RestartLimit }, token);
                }

                return await TrySegmentAsync(course, from, shape, token);
            },
            cancellationToken);
    }

    // One rank is one task, however many slots there are; where there is none, its preflight says so.
    private async Task<TaskShape> ShapeAsync(ClusterTrainingRun run, CancellationToken cancellationToken) =>
        TaskShape.Of(run.Ranks, run.Plan.Lanes, run.Ranks == 1 ? 1 : await Slots.CountAsync(session, cancellationToken));

    private async Task<(StoredState State, StopReason? Reason)> TrySegmentAsync(
        TrainingCourse course, StoredState? from, TaskShape shape, CancellationToken cancellationToken)
    {
        var run = course.Run;
        var meeting = Meeting();
        Starting?.Invoke(meeting.Generation);
        var way = StateReturn.Of(run, options.StateBytesThroughDriver);
        var settings = new SegmentSettings
        {
            Plan = JsonSerializer.Deserialize<JsonElement>(run.Plan.ToJson()),
            Ranks = shape.Ranks,
            Tasks = shape.Tasks,
            Meeting = meeting,
            Run = run.Key,
            Train = run.Train,
            Validation = run.Validation,
            SpoolBytes = options.SpoolBytes,
            StateFile = from?.File,
            StateFolder = way.Folder,
            SegmentSteps = options.SegmentSteps,
            SegmentTime = SegmentLength.Of(options.Segment, _start),
            Deadline = run.Deadline is { } deadline ? Left(deadline, course.Began) : null,
            Progress = course.Target,
        };
        var started = time.GetTimestamp();
        var rows = await TrainingCall.RunAsync(session, new TrainingStage(SegmentOperator.Name, shape.Tasks, Barrier: true), settings, cancellationToken);
        var (state, report) = await SegmentResult.KeepAsync(rows, shape, run, way, cancellationToken);
        _start = time.GetElapsedTime(started) - TimeSpan.FromSeconds(report.TrainSeconds);
        if (course.Target.Way == ReportWay.Segment)
        {
            course.Progress.Report(state.ToProgress(run.Plan, run.Train.Rows, report.Step - report.ResumedFromStep, report.TrainSeconds));
        }

        return (state, report.Reason);
    }

    private ResiliencePipeline Restarts(ClusterTrainingRun run) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = options.Restarts,
            BackoffType = DelayBackoffType.Exponential,
            Delay = options.RestartDelay,
            MaxDelay = TimeSpan.FromSeconds(30),
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } failure && RestartDecision.IsWorthIt(failure)),
            OnRetry = arguments =>
            {
                _notes.Add(string.Create(
                    CultureInfo.InvariantCulture, $"a {(run.Plan.Local is null ? "segment" : "round")} was started again (attempt {arguments.AttemptNumber + 2}): {arguments.Outcome.Exception!.Message}"));
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    private MeetingSettings Meeting() => new()
    {
        Secret = Convert.ToBase64String(_secret),
        Certificate = options.Tls ? Convert.ToBase64String(Trainer.CreateRunCertificate(time.GetUtcNow())) : null,
        Generation = ++_generation,
        Ports = options.Ports,
        PeerTimeout = options.PeerTimeout,
        StepDeadline = options.StepDeadline,
        ConnectDeadline = ConnectDeadline,
    };

    private void Follow(ProgressReceiver view, ProgressTarget target)
    {
        if (target is { Way: ReportWay.File, File: { } file })
        {
            view.Follow(file);
        }

        ReportsBy?.Invoke(target.Way);
    }

    // A segment that starts after the deadline ends after its first step.
    private TimeSpan Left(TimeSpan deadline, long began)
    {
        var left = deadline - time.GetElapsedTime(began);
        return left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1);
    }
}
