namespace Millrace.Training.Optimizers;

/// <summary>Checks the settings of an optimiser, all at once.</summary>
internal static class OptimizerChecks
{
    public static void Check(OptimizerSpec spec)
    {
        var faults = Faults(spec).ToList();
        if (faults.Count > 0)
        {
            throw new ArgumentException("optimizer: " + string.Join("; ", faults), nameof(spec));
        }
    }

    private static IEnumerable<string> Faults(OptimizerSpec spec)
    {
        if (!(spec.Rate > 0) || !double.IsFinite(spec.Rate))
        {
            yield return "rate is positive";
        }

        if (!(spec.WeightDecay >= 0) || !double.IsFinite(spec.WeightDecay))
        {
            yield return "weight_decay is not negative";
        }

        if (spec.ClipNorm is { } clip && !(clip > 0))
        {
            yield return "clip_norm is positive";
        }

        if (spec.AverageDecay is { } average && average is not (>= 0 and < 1))
        {
            yield return "average_decay lies in [0, 1)";
        }

        var (shares, epsilon) = spec switch
        {
            SgdSpec sgd => (new[] { ("momentum", sgd.Momentum) }, 1.0),
            AdamSpec adam => ([("beta1", adam.Beta1), ("beta2", adam.Beta2)], adam.Epsilon),
            AdamWSpec adam => ([("beta1", adam.Beta1), ("beta2", adam.Beta2)], adam.Epsilon),
            RmsPropSpec rms => ([("smoothing", rms.Smoothing)], rms.Epsilon),
            AdagradSpec adagrad => ([], adagrad.Epsilon),
            _ => ([], 1.0),
        };
        foreach (var (name, share) in shares)
        {
            if (share is not (>= 0 and < 1))
            {
                yield return $"{name} lies in [0, 1)";
            }
        }

        if (!(epsilon > 0))
        {
            yield return "epsilon is positive";
        }

        if (spec is SgdSpec { Nesterov: true, Momentum: 0 })
        {
            yield return "nesterov needs momentum";
        }
    }
}
