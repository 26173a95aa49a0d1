using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Millrace.Training.Collectives;
using Millrace.Training.Lanes;

namespace Millrace.Training;

/// <summary>What all ranks learn from each other before the first step: the rows of every lane, and so S.</summary>
internal sealed record RunFacts
{
    /// <summary>S, steps of an epoch.</summary>
    public required long Steps { get; init; }

    public required long TrainRows { get; init; }

    public required long ValidationRows { get; init; }

    /// <summary>Hash of all lanes' row counts.</summary>
    public required string Data { get; init; }

    /// <summary>Exchanges row counts and plan hashes.</summary>
    /// <exception cref="TrainingException">There are no training rows, the validation rows have no weight, or the ranks have other plans.</exception>
    public static RunFacts Exchange(RankContext context)
    {
        var lanes = context.Plan.Lanes;
        var counts = new double[(2 * lanes) + 1];
        for (var lane = context.Lanes.First; lane < context.Lanes.End; lane++)
        {
            counts[lane] = context.Train.Rows(lane);
            counts[lanes + lane] = context.Validation?.Rows(lane) ?? 0;
        }

        counts[^1] = context.Validation is { } rows && ValidationWeight.IsIn(rows, context.Lanes, context.Network) ? 1 : 0;
        context.Collective.AllReduce(counts, 0);
        var hasWeight = counts[^1] > 0;
        counts = counts[..^1];
        Agree(context.Collective, Convert.ToUInt64(context.Plan.Hash[..13], 16), 0, "training plan");
        var (train, validation) = ((long)counts[..lanes].Sum(), (long)counts[lanes..].Sum());
        if (train == 0)
        {
            throw new TrainingException("there are no training rows at all");
        }

        if (validation > 0 && !hasWeight)
        {
            throw new TrainingException(ValidationWeight.Fault);
        }

        var text = string.Join(",", counts.Select(c => c.ToString("F0", CultureInfo.InvariantCulture)));
        return new RunFacts
        {
            Steps = StepSplit.Steps(train, context.Plan.BatchRows),
            TrainRows = train,
            ValidationRows = validation,
            Data = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        };
    }

    /// <summary>Checks that a value of up to 52 bits is the same on all ranks.</summary>
    /// <exception cref="TrainingException">It is not; the ranks and <paramref name="what"/> are named.</exception>
    public static void Agree(ICollective collective, ulong value, long step, string what)
    {
        var values = new double[collective.Ranks];
        values[collective.Rank] = value;
        collective.AllReduce(values, step);
        for (var rank = 0; rank < values.Length; rank++)
        {
            if (values[rank] != values[0])
            {
                throw new TrainingException($"rank {rank} and rank 0 do not have the same {what} at step {step}", step);
            }
        }
    }
}
