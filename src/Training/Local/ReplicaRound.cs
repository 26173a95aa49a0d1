using System.Runtime.InteropServices;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;
using Millrace.Training.Schedules;

namespace Millrace.Training.Local;

/// <summary>
/// One replica's round: a pure function of (order, plan, replica, rows). It takes its lanes' rows of the very steps that training in mode <c>sync</c> would take, with an optimiser of its own.
/// </summary>
public static class ReplicaRound
{
    /// <summary>Judges the weights of the last epoch if asked to, then takes the round's steps.</summary>
    /// <param name="plan">The plan, with <see cref="TrainingPlan.Local"/>.</param>
    /// <param name="replica">Which replica.</param>
    /// <param name="order">What the round is.</param>
    /// <param name="train">At least the replica's lanes of the training rows.</param>
    /// <param name="validation">At least the replica's lanes of the validation rows; null where there are none.</param>
    /// <param name="blobs">Where weights and state come from and go to.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="TrainingException">A number is not finite.</exception>
    public static RoundResult Run(
        TrainingPlan plan, int replica, RoundOrder order, ILaneSource train, ILaneSource? validation, IBlobStore blobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(blobs);
        using var solo = new ReplicaLanes(replica, plan.Local!.Replicas);
        var context = new RankContext
        {
            Plan = plan,
            Network = Network.Build(plan.Network, plan.Input, plan.Targets),
            Collective = solo,
            Train = train,
            Validation = validation,
            Options = new TrainingOptions(),
            Progress = null,
        };
        var workspace = context.Network.CreateWorkspace(StepSplit.WorkspaceRows(train, context.Lanes, order.StepsPerEpoch, plan.Accumulation));
        var judgement = order.Judged is { } judged && validation is not null ? Judge(context, order, Floats(blobs.Get(judged)), workspace, blobs) : null;
        cancellationToken.ThrowIfCancellationRequested();
        var result = order.Steps > 0 ? Train(context, order, workspace, blobs, cancellationToken) : new RoundResult { Replica = replica };
        return result with { Judgement = judgement };
    }

    /// <summary>Float32 values out of a blob.</summary>
    internal static float[] Floats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();

    private static string Judge(RankContext context, RoundOrder order, float[] weights, NetworkWorkspace workspace, IBlobStore blobs)
    {
        using var validator = new Validator(context, order.ValidationRows);
        return blobs.Put(MemoryMarshal.AsBytes<double>(validator.Sums(weights, workspace)));
    }

    private static RoundResult Train(
        RankContext context, RoundOrder order, NetworkWorkspace workspace, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var (plan, network, replica) = (context.Plan, context.Network, context.Collective.Rank);
        var start = Floats(blobs.Get(order.Weights));
        var parameters = (float[])start.Clone();

        // The average over steps belongs to the outer weights: a replica keeps none.
        var optimizer = new Optimizer(plan.Optimizer with { AverageDecay = null }, network.Layout);
        var inner = optimizer.CreateState(parameters);
        if (order.Inner.Count > 0)
        {
            InnerBlob.Read(blobs.Get(order.Inner[replica]), inner);
        }

        var gradient = new float[network.Layout.Count];
        var sums = new StepSums(network);
        var starts = new int[context.Lanes.Count + 1];
        var result = new RoundResult { Replica = replica };
        var settings = new StepFeedSettings { Steps = order.StepsPerEpoch, Seed = plan.Seed, Shuffled = true, MaxLength = plan.Input.MaxLength };
        using var feed = new StepFeed(context.Train, context.Lanes, settings, (order.Epoch, order.FirstStep));
        for (var at = 0L; at < order.Steps; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var step = order.GlobalStep + at;
            network.ForwardBackward(feed.Take().Input(0, context.Lanes.Count, starts, step, plan.Seed), parameters, workspace, gradient, sums);
            if (sums.Weight == 0)
            {
                // No row of this replica has weight in this step: there is nothing to follow.
                continue;
            }

            var rate = Schedule.Rate(plan.Schedule, plan.Optimizer.Rate, step, order.StepsPerEpoch * plan.MaxEpochs);
            var outcome = optimizer.Step(network, sums, parameters, gradient, inner, rate);
            result = outcome.IsFinite
                ? result with
                {
                    Loss = result.Loss + sums.Loss,
                    Weight = result.Weight + sums.Weight,
                    Rows = result.Rows + sums.Rows,
                    Clipped = result.Clipped + (outcome.Clipped ? 1 : 0),
                    GradientNorm = outcome.GradientNorm,
                }
                : throw new TrainingException($"replica {replica}: {NotFinite.NameOf(network.Layout, outcome.FirstNotFinite)} is not a finite number at step {step} (epoch {order.Epoch}); a smaller rate or clipping may help", step);
        }

        for (var i = 0; i < start.Length; i++)
        {
            start[i] -= parameters[i];
        }

        return result with
        {
            Change = blobs.Put(MemoryMarshal.AsBytes<float>(start)),
            Inner = plan.Local!.InnerState == InnerState.Carry ? blobs.Put(InnerBlob.Write(inner)) : null,
        };
    }
}
