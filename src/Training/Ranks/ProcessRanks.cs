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
    private static readonly TimeSpan LastWordsPatience = TimeSpan.FromMilliseconds(300);
    private readonly TrainingOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly List<(Process Process, LineChannel Channel, ErrorLines Errors, Task Reading)> _ranks = [];
    private readonly Lock _closing = new();

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
        foreach (var (process, channel, _, reading) in _ranks)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            await process.WaitForExitAsync(CancellationToken.None);
            await reading;
            channel.Dispose();
            process.Dispose();
        }
    }

    private async Task<TrainingResult> TrainAsync(RankAssignment assignment, CancellationToken cancellationToken)
    {
        for (var rank = 0; rank < assignment.Ranks; rank++)
        {
            Start();
        }

        _options.RanksStarted?.Invoke([.. _ranks.Select(r => r.Process.Id)]);
        await Task.WhenAll(_ranks.Select((r, rank) => r.Channel.SendAsync(assignment with { Rank = rank }, cancellationToken)));
        var ports = await Task.WhenAll(Enumerable.Range(0, _ranks.Count).Select(rank => ReceivePortAsync(rank, cancellationToken)));
        await Task.WhenAll(_ranks.Select(r => r.Channel.SendAsync(ports, cancellationToken)));
        using var hardStop = new CancellationTokenSource();
        await using var registration = cancellationToken.Register(() =>
        {
            foreach (var (process, _, _, _) in _ranks)
            {
                CloseInput(process);
            }

            hardStop.CancelAfter(StopPatience);
        });
        var messages = await Task.WhenAll(Enumerable.Range(0, _ranks.Count).Select(rank => ListenAsync(rank, hardStop.Token)));
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

    private void Start()
    {
        var command = _options.RankCommand ?? OwnCommand();
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in command.Skip(1).Append(RankProcess.Command))
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new TrainingException($"the rank process {command[0]} could not be started");
        var errors = new ErrorLines(_ranks.Count, _options.LoggerOrNone);
        _ranks.Add((process, new LineChannel(process.StandardOutput.BaseStream, process.StandardInput.BaseStream), errors, errors.ReadAsync(process.StandardError)));
    }

    private static string[] OwnCommand()
    {
        var path = Environment.ProcessPath ?? throw new TrainingException("this process has no executable to start ranks with");
        return Path.GetFileNameWithoutExtension(path) == "dotnet" ? [path, Environment.GetCommandLineArgs()[0]] : [path];
    }

    private async Task<int> ReceivePortAsync(int rank, CancellationToken cancellationToken)
    {
        var message = await _ranks[rank].Channel.ReceiveAsync<RankMessage>(cancellationToken);
        return message switch
        {
            { Port: { } port } => port,
            { Failure: { } failure } => throw failure.ToException(),
            _ => throw new TrainingException($"rank process {rank} ended before it could start{await LastWordsAsync(rank, cancellationToken)}"),
        };
    }

    private async Task<string> LastWordsAsync(int rank, CancellationToken cancellationToken)
    {
        await Task.WhenAny(_ranks[rank].Reading, Task.Delay(LastWordsPatience, cancellationToken));
        return _ranks[rank].Errors.Last is { } last ? $", and said last: {last}" : "";
    }

    /// <summary>Passes progress on until the last message; a process that ends without one is a lost rank.</summary>
    private async Task<RankMessage> ListenAsync(int rank, CancellationToken cancellationToken)
    {
        var (process, channel, _, _) = _ranks[rank];
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var message = await channel.ReceiveAsync<RankMessage>(cancellationToken);
            switch (message)
            {
                case { Progress: { } report }:
                    _progress?.Report(report);
                    break;
                case { Line: { } line }:
                    line.Tell(_options.LoggerOrNone);
                    break;
                case { Done: not null } or { Failure: not null }:
                    CloseInput(process);
                    return message;
                default:
                    var waited = Stopwatch.GetElapsedTime(start);
                    var words = $"its process ended{await LastWordsAsync(rank, cancellationToken)}";
                    return new RankMessage { Failure = RankFailure.From(rank, new PeerException(rank, rank, 0, waited, PeerFault.Lost, words)) };
            }
        }
    }

    /// <summary>Tells a rank that there is nothing more to come. A rank that is done and a cancellation may both want to at the same moment, and closing a writer twice at once is no closing twice.</summary>
    private void CloseInput(Process process)
    {
        lock (_closing)
        {
            process.StandardInput.Close();
        }
    }

    private static void ThrowFailure(RankMessage[] messages)
    {
        if (RankFailure.FirstOf(messages.Select(m => m.Failure).OfType<RankFailure>()) is { } first)
        {
            throw first.ToException();
        }
    }
}
