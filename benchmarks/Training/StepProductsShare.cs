using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Millrace.Benchmarks.Ratios;
using Millrace.Training.Kernels;
using Millrace.Training.Kernels.Products;

namespace Millrace.Benchmarks.Training;

/// <summary>
/// All products of a 64-128-64-1 step with eight lanes of 128 rows, in the order of a step: forward with bias and rectifier,
/// weight gradients lane by lane, input gradients with the rectifier's mask. All multiply-adds over all time, as a share of one
/// core's peak: a product weighs as much as it takes.
/// </summary>
internal sealed unsafe class StepProductsShare : IRatio
{
    private const int Lanes = 8;
    private const int Rows = 128 * Lanes;
    private const int Steps = 200;
    private static readonly int[] Widths = [64, 128, 64, 1];

    public string Name => "step-products-share-of-peak";

    public RatioLimit Limit => RatioLimit.NoLessThan(0.60);

    public Task<Measurement> MeasureAsync(CancellationToken cancellationToken) => TimedPairs.OnPinnedThread(
        () =>
        {
            var kernels = Kernels.Create();
            var layers = Enumerable.Range(0, Widths.Length - 1).Select(at => new Layer(kernels, Widths[at], Widths[at + 1], at)).ToArray();
            return PeakShare.Measure(
                () => Run(kernels, layers), SyntheticTraining.DenseMultiplyAdds(Rows, 128, 64) * Steps,
                $"64-128-64-1, {Lanes} lanes of {Rows / Lanes} rows, {Steps} steps, {kernels.Path}", cancellationToken);
        },
        cancellationToken);

    private static Timed Run(Kernels kernels, Layer[] layers)
    {
        var starts = stackalloc int[Lanes + 1];
        for (var lane = 0; lane <= Lanes; lane++)
        {
            starts[lane] = lane * (Rows / Lanes);
        }

        var lanes = new LaneRows(starts, Lanes, 1, false);
        var start = Stopwatch.GetTimestamp();
        for (var step = 0; step < Steps; step++)
        {
            for (var at = 0; at < layers.Length; at++)
            {
                var layer = layers[at];
                var y = at + 1 < layers.Length ? layers[at + 1].X.Pointer : layer.Y.Pointer;
                kernels.Multiply(layer.Forward(y), at + 1 < layers.Length ? ProductEnd.BiasRelu : ProductEnd.Bias, layer.Bias.Pointer, 0);
            }

            for (var at = layers.Length - 1; at >= 0; at--)
            {
                var layer = layers[at];
                kernels.WeightGradient(lanes, layer.X.Pointer, layer.Inputs, layer.Inputs, layer.Dy.Pointer, layer.Outputs, layer.Outputs, layer.Gradient.Pointer);
                if (at > 0)
                {
                    kernels.Multiply(layer.Backward(layers[at - 1].Dy.Pointer), ProductEnd.Positive, layer.X.Pointer, layer.Inputs);
                }
            }
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var layer in layers)
        {
            hash.AppendData(MemoryMarshal.AsBytes(layer.Gradient.Span));
        }

        return new Timed(Convert.ToHexStringLower(hash.GetHashAndReset()), elapsed);
    }

    /// <summary>The operands of one layer; weights are packed before, as once a step.</summary>
    private sealed class Layer
    {
        private readonly AlignedBuffer _forward;
        private readonly AlignedBuffer _backward;

        public Layer(Kernels kernels, int inputs, int outputs, int seed)
        {
            (Inputs, Outputs) = (inputs, outputs);
            (X, Y, Dy) = (Random(Rows * inputs, seed), Random(Rows * outputs, 0), Random(Rows * outputs, seed + 10));
            (Bias, Gradient) = (Random(outputs, seed + 20), new AlignedBuffer(inputs * outputs));
            var weight = Random(inputs * outputs, seed + 30);
            _forward = new AlignedBuffer(kernels.PackedLength(inputs, outputs));
            _backward = new AlignedBuffer(kernels.PackedLength(outputs, inputs));
            kernels.Pack(weight.Pointer, outputs, 1, inputs, outputs, _forward.Pointer);
            kernels.Pack(weight.Pointer, 1, outputs, outputs, inputs, _backward.Pointer);
        }

        public int Inputs { get; }

        public int Outputs { get; }

        public AlignedBuffer X { get; }

        public AlignedBuffer Y { get; }

        public AlignedBuffer Dy { get; }

        public AlignedBuffer Bias { get; }

        public AlignedBuffer Gradient { get; }

        public Product Forward(float* y) => new()
        {
            A = X.Pointer,
            ARow = Inputs,
            Packed = _forward.Pointer,
            C = y,
            CRow = Outputs,
            Rows = Rows,
            Depth = Inputs,
            Columns = Outputs,
        };

        public Product Backward(float* dx) => new()
        {
            A = Dy.Pointer,
            ARow = Outputs,
            Packed = _backward.Pointer,
            C = dx,
            CRow = Inputs,
            Rows = Rows,
            Depth = Outputs,
            Columns = Inputs,
        };

        private static AlignedBuffer Random(int count, int seed)
        {
            var (buffer, random) = (new AlignedBuffer(count), new Random(seed));
            foreach (ref var value in buffer.Span)
            {
                value = (random.NextSingle() - 0.5f) / 8;
            }

            return buffer;
        }
    }
}
