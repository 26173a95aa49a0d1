using System.Net;
using Millrace.Training.Collectives;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;

namespace Millrace.Training.Ranks;

/// <summary>
/// The rank's side of <see cref="RankMode.Processes"/>: the executable calls <see cref="TryRunAsync"/> first, with its standard
/// streams. Lines in: assignment, ports, then anything or the end of the stream to stop. Lines out: port, progress and log messages, done or failure.
/// </summary>
public static class RankProcess
{
    /// <summary>The first argument of a rank process.</summary>
    public const string Command = "rank";

    /// <summary>Runs a rank if <paramref name="args"/> ask for one; its exit code, or null where they ask for something else.</summary>
    /// <param name="args">The executable's arguments.</param>
    /// <param name="input">Standard input; its end stops the rank.</param>
    /// <param name="output">Standard output: protocol, nothing else may write to it.</param>
    /// <param name="cancellationToken">Stops the rank at the end of its step.</param>
    public static async Task<int?> TryRunAsync(
        IReadOnlyList<string> args, Stream input, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args.Count != 1 || args[0] != Command)
        {
            return null;
        }

        using var channel = new LineChannel(input, output);
        var assignment = await channel.ReceiveAsync<RankAssignment>(cancellationToken);
        if (assignment is null)
        {
            return 2;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = new List<Task>();
        var logger = new ChannelLogger(channel, assignment.LogLevel);
        RankMessage last;
        try
        {
            last = new RankMessage { Done = await RunAsync(assignment, channel, logger, watching, stop) };
        }
#pragma warning disable CA1031 // Every failure crosses to the parent as a typed code.
        catch (Exception e)
#pragma warning restore CA1031
        {
            last = new RankMessage { Failure = RankFailure.From(assignment.Rank, e) };
        }

        await logger.CompleteAsync();
        await channel.SendAsync(last, CancellationToken.None);

        // The parent closes the input once it has the last message.
        await Task.WhenAll(watching);
        return last.Failure is null ? 0 : 1;
    }

    private static async Task<RankDone> RunAsync(
        RankAssignment assignment, LineChannel channel, ChannelLogger logger, List<Task> watching, CancellationTokenSource stop)
    {
        var plan = assignment.Plan;
        var lanes = LaneRange.OfRank(plan.Lanes, assignment.Rank, assignment.Ranks);
        using var train = await assignment.Train.OpenAsync(lanes, stop.Token);
        using var validation = assignment.Validation is { } reference ? await reference.OpenAsync(lanes, stop.Token) : null;
        using var certificate = assignment.Certificate is { } pfx ? RunCertificate.Import(Convert.FromBase64String(pfx)) : null;
        using var listener = RankListener.Bind(IPAddress.Loopback);
        await channel.SendAsync(new RankMessage { Port = listener.EndPoint.Port }, stop.Token);
        var ports = await channel.ReceiveAsync<int[]>(stop.Token) ?? throw new TrainingException("the parent is gone");
        var links = new LinkOptions
        {
            Rank = assignment.Rank,
            Ranks = assignment.Ranks,
            Run = assignment.Run,
            Secret = Convert.FromBase64String(assignment.Secret),
            PeerTimeout = assignment.PeerTimeout,
            StepDeadline = assignment.StepDeadline,
            SpinTime = LinkOptions.SpinTimeOf(assignment.Ranks),
            Certificate = certificate,
        };
        watching.Add(WatchParentAsync(channel, stop));
        using var collective = await TcpCollective.ConnectAsync(
            links, listener, [.. ports.Select(p => new IPEndPoint(IPAddress.Loopback, p))], stop.Token);
        var context = new RankContext
        {
            Plan = plan,
            Network = Network.Build(plan.Network, plan.Input, plan.Targets),
            Collective = collective,
            Train = train,
            Validation = validation,
            Options = assignment.ToOptions(logger),
            Progress = assignment.Rank == 0 ? new ChannelProgress(channel) : null,
        };
        var outcome = (await RankThreads.RunAsync([context], stop.Token))[0];
        if (outcome.Reason is { } reason && assignment.Rank == 0)
        {
            await new TrainedModel(plan, outcome.Weights, reason != StopReason.Deadline).SaveAsync(assignment.ModelFile, stop.Token);
        }

        return new RankDone
        {
            Reason = outcome.Reason,
            History = assignment.Rank == 0 ? outcome.Counters.History : [],
            BestEpoch = outcome.Counters.BestEpoch,
            Steps = outcome.Counters.Step,
            Clipped = outcome.Counters.Clipped,
            ResumedFromStep = outcome.ResumedFromStep,
            Notes = outcome.Notes,
        };
    }

    /// <summary>A line or the end of the input means: stop at the end of the step.</summary>
    private static async Task WatchParentAsync(LineChannel channel, CancellationTokenSource stop)
    {
        await channel.ReceiveAsync<string>(CancellationToken.None);
        await stop.CancelAsync();
    }

    private sealed class ChannelProgress(LineChannel channel) : IProgress<TrainingProgress>
    {
        private Task _sending = Task.CompletedTask;

        public void Report(TrainingProgress value)
        {
            // A parent that reads slowly loses reports, never time.
            if (_sending.IsCompleted)
            {
                _sending = channel.SendAsync(new RankMessage { Progress = value }, CancellationToken.None);
            }
        }
    }
}
