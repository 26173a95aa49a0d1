using Millrace.Exact;
using Millrace.Training.Embeddings;
using Millrace.Training.Kernels;
using Millrace.Training.Kernels.Updates;
using Millrace.Training.Networks;

namespace Millrace.Training.Optimizers;

/// <summary>
/// Turns the sum of gradients over all ranks into new parameters: division by the weight of the rows, norm over the whole
/// vector in blocks, clipping, the rule, the moving average. Element-wise throughout: any cut into ranges gives the same
/// bytes. One object serves one thread.
/// </summary>
public sealed class Optimizer
{
    /// <summary>Elements of a block of the gradient norm, whatever the shards.</summary>
    public const int NormBlock = 4096;

    /// <summary>Keeps the division finite when the norm is 0; as in PyTorch.</summary>
    private const double NormFloor = 1e-6;

    private readonly OptimizerSpec _spec;
    private readonly ParameterLayout _layout;
    private readonly UpdateRule _rule;
    private readonly Kernels.Kernels _kernels;

    /// <summary>An optimiser for the parameters of a layout.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; all are named.</exception>
    public Optimizer(OptimizerSpec spec, ParameterLayout layout, KernelPath? path = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(layout);
        OptimizerChecks.Check(spec);
        (_spec, _layout) = (spec, layout);
        _kernels = Millrace.Training.Kernels.Kernels.Create(path);
        _rule = spec switch
        {
            SgdSpec { Momentum: 0 } => UpdateRule.Sgd,
            SgdSpec { Nesterov: true } => UpdateRule.Nesterov,
            SgdSpec => UpdateRule.Momentum,
            AdamSpec or AdamWSpec => UpdateRule.Adam,
            RmsPropSpec => UpdateRule.RmsProp,
            AdagradSpec => UpdateRule.Adagrad,
            _ => throw new ArgumentException($"There is no optimiser {spec.GetType().Name}.", nameof(spec)),
        };
    }

    /// <summary>Whether rows of embedding tables that a step does not touch stay as they are.</summary>
    internal bool IsLazy => _spec.Lazy;

    /// <summary>Whether a parameter of an embedding stays where it is while its gradient and its state are zero: there is no decay.</summary>
    internal bool RestsAtZero => _spec.WeightDecay == 0 || !_spec.DecayAll;

    /// <summary>Elements of the state's arrays.</summary>
    internal long StateElements => (long)Lengths.First + Lengths.Second + Lengths.Averages;

    private (int First, int Second, int Averages) Lengths => (
        _rule == UpdateRule.Sgd ? 0 : _layout.Count,
        _rule == UpdateRule.Adam ? _layout.Count : 0,
        _spec.AverageDecay is null ? 0 : _layout.Count);

    /// <summary>Zero state; the averages begin as the given parameters.</summary>
    public OptimizerState CreateState(ReadOnlySpan<float> parameters)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(parameters.Length, _layout.Count);
        var (first, second, averages) = Lengths;
        var state = new OptimizerState(new float[first], new float[second], new float[averages]);
        if (state.Averages.Length > 0)
        {
            parameters.CopyTo(state.Averages);
        }

        return state;
    }

    /// <summary>The state that these arrays are, out of a checkpoint of this very plan. They belong to it from now on.</summary>
    internal OptimizerState TakeState(float[] first, float[] second, float[] averages) =>
        (first.Length, second.Length, averages.Length) == Lengths
            ? new OptimizerState(first, second, averages)
            : throw new ArgumentException("the arrays are of another rule");

    /// <summary>
    /// The whole step on one rank's full vectors: <paramref name="gradient"/> and <paramref name="sums"/> are the sums over
    /// all ranks, <paramref name="rate"/> is what the schedule says. The gradient is divided in place. Where it is not finite,
    /// or no row had weight, nothing else changes; where a running statistic no longer is, the step was half taken and training cannot go on.
    /// </summary>
    /// <exception cref="InvalidOperationException">The rule is lazy, so that it has to be told which rows of embedding tables were touched.</exception>
    public StepOutcome Step(
        Network network, StepSums sums, Span<float> parameters, Span<float> gradient, OptimizerState state, double rate) =>
        IsLazy && new EmbeddingTables(_layout).Count > 0
            ? throw new InvalidOperationException("A lazy optimiser steps with the rows of embedding tables that were touched.")
            : StepRows(network, sums, parameters, gradient, state, rate, null);

    /// <summary>The same, with the rows of embedding tables that any rank touched; null: whole tables.</summary>
    internal StepOutcome StepRows(
        Network network, StepSums sums, Span<float> parameters, Span<float> gradient, OptimizerState state, double rate, EmbeddingStep? embeddings)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(sums);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfNotEqual(parameters.Length, _layout.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, _layout.Count);
        var trained = gradient[.._layout.TrainedCount];
        var norm = embeddings?.DivideAndNorm(trained, sums.Weight) ?? DivideAndNorm(trained, sums.Weight);
        if (!double.IsFinite(norm) || !double.IsFinite(sums.Loss))
        {
            return new StepOutcome(false, double.NaN, false, FirstNotFinite(trained));
        }

        var factor = ClipFactor(norm);
        state.Steps++;
        var first = embeddings?.Elements ?? 0;
        embeddings?.Apply(parameters, gradient, state, rate, factor);
        Update(parameters, gradient, state, first, _layout.TrainedCount, rate, factor);
        network.UpdateStatistics(parameters, gradient, sums);
        if (FirstNotFinite(parameters[_layout.TrainedCount..]) is >= 0 and var statistic)
        {
            return new StepOutcome(false, double.NaN, false, _layout.TrainedCount + statistic);
        }

        Average(parameters, state, first, _layout.Count);
        return new StepOutcome(true, norm, factor < 1, -1);
    }

    /// <summary>gradient ÷ weight of all rows; a weight of 0 leaves it (all zeros) as it is.</summary>
    public unsafe void Divide(Span<float> gradient, double weight)
    {
        if (weight != 0)
        {
            fixed (float* values = gradient)
            {
                _kernels.DivideBy(values, (float)weight, gradient.Length);
            }
        }
    }

    /// <summary>What clipping multiplies a gradient of this norm by; 1: nothing is clipped.</summary>
    public double ClipFactor(double norm) =>
        _spec.ClipNorm is { } limit && norm > limit ? limit / (norm + NormFloor) : 1;

    /// <summary>The rule on elements <paramref name="start"/> to <paramref name="end"/>; <c>state.Steps</c> counts this step already.</summary>
    public unsafe void Update(
        Span<float> parameters, ReadOnlySpan<float> gradient, OptimizerState state, int start, int end, double rate, double clipFactor)
    {
        ArgumentNullException.ThrowIfNull(state);
        fixed (float* weight = parameters, slope = gradient, first = state.First, second = state.Second)
        {
            for (var at = 0; at < _layout.Views.Count; at++)
            {
                var view = _layout.Views[at];
                var (from, to) = (Math.Max(start, view.Offset), Math.Min(end, view.Offset + view.Count));
                if (from < to && view.Kind != ParameterKind.Statistic)
                {
                    var factors = Factors(view.Kind, state.Steps, rate, clipFactor);
                    var secondAt = second == null ? null : second + from;
                    _kernels.Update(_rule, factors, weight + from, slope + from, first == null ? null : first + from, secondAt, to - from);
                }
            }
        }
    }

    /// <summary>Moves the averages of a range towards the parameters.</summary>
    public unsafe void Average(ReadOnlySpan<float> parameters, OptimizerState state, int start, int end)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_spec.AverageDecay is { } decay)
        {
            fixed (float* average = state.Averages, target = parameters)
            {
                _kernels.MoveTowards(average + start, target + start, (float)(1 - decay), end - start);
            }
        }
    }

    /// <summary>
    /// Divides the gradient and gives the norm of the finished vector: squares per block of <see cref="NormBlock"/>, blocks added in
    /// order. Block by block, so that the vector goes through the cache once.
    /// </summary>
    private unsafe double DivideAndNorm(Span<float> gradient, double weight)
    {
        var sum = 0.0;
        fixed (float* values = gradient)
        {
            for (var at = 0; at < gradient.Length; at += NormBlock)
            {
                var length = Math.Min(NormBlock, gradient.Length - at);
                Divide(gradient.Slice(at, length), weight);
                sum += _kernels.SumOfSquares(values + at, length);
            }
        }

        return Math.Sqrt(sum);
    }

    /// <summary>The numbers of a step for embedding tables.</summary>
    internal UpdateFactors EmbeddingFactors(long step, double rate, double clipFactor) => Factors(ParameterKind.Embedding, step, rate, clipFactor);

    /// <summary>The rule, and the moving average, for neighbouring elements from <paramref name="start"/> on; <paramref name="gradient"/> is theirs.</summary>
    internal unsafe void UpdateRange(in UpdateFactors factors, Span<float> parameters, ReadOnlySpan<float> gradient, OptimizerState state, int start)
    {
        fixed (float* weight = parameters, slope = gradient, first = state.First, second = state.Second)
        {
            var (firstAt, secondAt) = (first == null ? 0 : start, second == null ? 0 : start);
            _kernels.Update(_rule, factors, weight + start, slope, first + firstAt, second + secondAt, gradient.Length);
        }

        Average(parameters, state, start, start + gradient.Length);
    }

    /// <summary>Squares of the block of the gradient that starts at <paramref name="start"/>.</summary>
    internal unsafe double SumOfBlock(ReadOnlySpan<float> gradient, int start)
    {
        fixed (float* values = gradient)
        {
            return _kernels.SumOfSquares(values + start, Math.Min(NormBlock, gradient.Length - start));
        }
    }

    private UpdateFactors Factors(ParameterKind kind, long step, double rate, double clipFactor)
    {
        var decay = _spec.DecayAll || kind == ParameterKind.Weight ? _spec.WeightDecay : 0;
        var plain = new UpdateFactors { Gradient = (float)clipFactor, Rate = (float)rate, Decay = (float)decay, Keep = 1 };
        return _spec switch
        {
            SgdSpec sgd => plain with { First = (float)sgd.Momentum },
            AdamSpec adam => AdamFactors(plain, adam.Beta1, adam.Beta2, adam.Epsilon, step, rate),
            AdamWSpec adam => AdamFactors(
                plain with { Decay = 0, Keep = (float)(1 - (rate * decay)) }, adam.Beta1, adam.Beta2, adam.Epsilon, step, rate),
            RmsPropSpec rms => plain with
            {
                SecondKeep = (float)rms.Smoothing,
                Second = (float)(1 - rms.Smoothing),
                Epsilon = (float)rms.Epsilon,
            },
            AdagradSpec adagrad => plain with { Epsilon = (float)adagrad.Epsilon },
            _ => plain,
        };
    }

    private static UpdateFactors AdamFactors(UpdateFactors plain, double beta1, double beta2, double epsilon, long step, double rate) =>
        plain with
        {
            Rate = (float)(rate / (1 - ExactMath.Pow(beta1, step))),
            First = (float)(1 - beta1),
            SecondKeep = (float)beta2,
            Second = (float)(1 - beta2),
            RootCorrection = (float)Math.Sqrt(1 - ExactMath.Pow(beta2, step)),
            Epsilon = (float)epsilon,
        };

    private static int FirstNotFinite(ReadOnlySpan<float> gradient)
    {
        for (var index = 0; index < gradient.Length; index++)
        {
            if (!float.IsFinite(gradient[index]))
            {
                return index;
            }
        }

        return -1;
    }
}
