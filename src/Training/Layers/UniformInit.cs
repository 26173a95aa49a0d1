using Millrace.Exact;
using Millrace.Training.Networks;

namespace Millrace.Training.Layers;

/// <summary>Initial weights, uniform in ±bound, from Philox keyed by (seed, purpose, offset of the view, index).</summary>
internal static class UniformInit
{
    private const int WordsPerBlock = 4;

    /// <summary>Kaiming's bound for rectifiers, √(6 / inputs), else Glorot's, √(6 / (inputs + outputs)).</summary>
    public static double Bound(Activation activation, int inputs, int outputs) =>
        activation is Activation.Relu or Activation.LeakyRelu or Activation.Elu or Activation.Gelu or Activation.GeluTanh or Activation.Silu
            ? Math.Sqrt(6.0 / inputs)
            : Math.Sqrt(6.0 / ((double)inputs + outputs));

    /// <summary>Fills the view.</summary>
    public static void Fill(ulong seed, ParameterView view, double bound, Span<float> parameters)
    {
        var key = Philox.Key(seed, Philox.InitialPurpose, (ulong)view.Offset, 0);
        var target = parameters.Slice(view.Offset, view.Count);
        for (var index = 0; index < target.Length; index++)
        {
            var block = Philox.Block(key, (ulong)(index / WordsPerBlock), 0);
            var word = (index % WordsPerBlock) switch { 0 => block.W0, 1 => block.W1, 2 => block.W2, _ => block.W3 };
            target[index] = (float)(bound * ((2.0 * Philox.Uniform(word)) - 1.0));
        }
    }
}
