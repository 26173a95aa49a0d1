using System.Diagnostics;
using System.Security.Cryptography;
using Millrace.Training.Collectives;
using Millrace.Training.Lanes;

namespace Millrace.Training.Ranks;

/// <summary>
/// The parent's side of <see cref="RankMode.Processes"/>: starts a process a rank, tells each its assignment and all ports
/// through standard input, and gathers what they say. No process outlives the call.
/// </summary>
internal sealed class ProcessRanks : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);
    private readonly TrainingOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly List<RankChild> _ranks = [];

    private ProcessRanks(TrainingOptions options, IProgress<TrainingProgress>? progress) => (_options, _progress) = (options, progress);

    public static async Task<TrainingResult> RunAsync(
        TrainingPlan plan, ILaneSource train, ILaneSource? validation, TrainingOptions options, IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        var work = Path.GetFullPath(options.WorkFolder!);
        var trainFiles = await LaneFiles.EnsureAsync(train, work, "rank-train", cancellationToken);
        var validationFiles = validation is null ? null : await LaneFiles.EnsureAsync(validation, work, "rank-validation", cancellationToken);
        using var certificate = options.Tls ? RunCertificate.Create(options.Time.GetUtcNow()) : null;
        var assignment = new RankAssignment
        {
            Plan = plan,
            Rank = 0,
            Ranks = options.Ranks,
            Run = Convert.ToUInt64(plan.Hash[..16], 16),
            Secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            Certificate = certificate is null ? null : Convert.ToBase64String(RunCertificate.Export(certificate)),
            Train = LaneReference.To(trainFiles),
            Validation = validationFiles is null ? null : LaneReference.To(validationFiles),
            CheckpointFolder = options.CheckpointFolder is { } checkpoints ? Path.GetFullPath(checkpoints) : null,
            CheckpointInterval = options.CheckpointInterval,
            CheckpointSteps = options.CheckpointSteps,
            ReadAheadBytes = options.ReadAheadBytes,
            Resume = options.Resume,
            MetricsFile = options.MetricsFile is { } metrics ? Path.GetFullPath(metrics) : null,
            ModelFile = Path.Combine(work, "rank-model.bin"),
            Deadline = options.Deadline,
            ProgressInterval = options.ProgressInterval,
            PeerTimeout = options.PeerTimeout,
            StepDeadline = options.StepDeadline,
            LogLevel = ChannelLogger.LeastOf(options.LoggerOrNone),
        };
        await using var ranks = new ProcessRanks(options, progress);
        return await ranks.TrainAsync(assignment, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var rank in _ranks)
        {
            await rank.DisposeAsync();
        }
    }

    private async Task<TrainingResult> TrainAsync(RankAssignment assignment, CancellationToken cancellationToken)
    {
        for (var rank = 0; rank < assignment.Ranks; rank++)
        {
            _ranks.Add(RankChild.Start(_options.RankCommand ?? OwnCommand(), rank, _options.LoggerOrNone));
        }

        _options.RanksStarted?.Invoke([.. _ranks.Select(r => r.Id)]);
        await Task.WhenAll(_ranks.Select((r, rank) => TellAsync(r, rank, assignment with { Rank = rank }, cancellationToken)));
        var ports = await Task.WhenAll(_ranks.Select((r, rank) => ReceivePortAsync(r, rank, cancellationToken)));
        await Task.WhenAll(_ranks.Select((r, rank) => TellAsync(r, rank, ports, cancellationToken)));
        using var hardStop = new CancellationTokenSource();
        await using var registration = cancellationToken.Register(() =>
        {
            foreach (var rank in _ranks)
            {
                rank.CloseInput();
            }

            hardStop.CancelAfter(StopPatience);
        });
        var messages = await Task.WhenAll(_ranks.Select((r, rank) => ListenAsync(r, rank, hardStop.Token)));
        ThrowFailure(messages);
        var done = messages[0].Done!;
        if (done.Reason is not { } reason)
        {
            throw new OperationCanceledException("training was cancelled; it can be resumed from its checkpoint", cancellationToken);
        }

        var model = await TrainedModel.LoadAsync(assignment.ModelFile, CancellationToken.None);
        File.Delete(assignment.ModelFile);
        return new TrainingResult
        {
            Model = model,
            History = done.History,
            Reason = reason,
            WeightsSha256 = model.WeightsSha256,
            BestEpoch = done.BestEpoch,
            Steps = done.Steps,
            ClippedSteps = done.Clipped,
            ResumedFromStep = done.ResumedFromStep,
            Notes = done.Notes,
        };
    }

    private static string[] OwnCommand()
    {
        var path = Environment.ProcessPath ?? throw new TrainingException("this process has no executable to start ranks with");
        return Path.GetFileNameWithoutExtension(path) == "dotnet" ? [path, Environment.GetCommandLineArgs()[0]] : [path];
    }

    private static async Task TellAsync<T>(RankChild rank, int number, T value, CancellationToken cancellationToken)
    {
        try
        {
            await rank.Channel.SendAsync(value, cancellationToken);
        }
        catch (IOException e)
        {
            throw new TrainingException($"rank process {number} ended before it could start: {await rank.EndingAsync()}", -1, e);
        }
    }

    private static async Task<int> ReceivePortAsync(RankChild rank, int number, CancellationToken cancellationToken)
    {
        var message = await rank.Channel.ReceiveAsync<RankMessage>(cancellationToken);
        return message is null
            ? throw new TrainingException($"rank process {number} ended before it could start: {await rank.EndingAsync()}")
            : message.Port ?? throw message.Failure?.ToException() ?? new TrainingException($"rank process {number} said something else than its port");
    }

    /// <summary>Passes progress on until the last message; a process that ends without one is a lost rank.</summary>
    private async Task<RankMessage> ListenAsync(RankChild child, int rank, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var message = await child.Channel.ReceiveAsync<RankMessage>(cancellationToken);
            switch (message)
            {
                case { Progress: { } report }:
                    _progress?.Report(report);
                    break;
                case { Line: { } line }:
                    line.Tell(_options.LoggerOrNone);
                    break;
                case { Done: not null } or { Failure: not null }:
                    child.CloseInput();
                    return message;
                default:
                    var waited = Stopwatch.GetElapsedTime(start);
                    return new RankMessage { Failure = RankFailure.From(rank, new PeerException(rank, rank, 0, waited, PeerFault.Lost, await child.EndingAsync())) };
            }
        }
    }

    /// <summary>What another rank tells of a lost one has step and time; how its process ended only the parent knows.</summary>
    private static void ThrowFailure(RankMessage[] messages)
    {
        var failures = messages.Select(m => m.Failure).OfType<RankFailure>().ToArray();
        if (RankFailure.FirstOf(failures) is not { } first)
        {
            return;
        }

        var ending = Array.Find(failures, f => f is { Code: RankFailure.Kind.Peer } && f.Rank == f.Peer && f.Peer == first.Peer && f != first);
        throw (first.Code == RankFailure.Kind.Peer && ending is not null ? first with { Message = $"{first.Message}; {ending.Message}" } : first).ToException();
    }
}
