using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Functions;
using Millrace.Training.Kernels.Vectors;
using Millrace.Training.Layers;

namespace Millrace.Training.Kernels;

/// <content>Work on each element by itself.</content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    /// <inheritdoc/>
    public override void Activate(Activation activation, float* x, float* y, long rows, int columns)
    {
        var count = rows * columns;
        switch (activation)
        {
            case Activation.Linear:
                Buffer.MemoryCopy(x, y, count * sizeof(float), count * sizeof(float));
                break;
            case Activation.Relu:
                Map<Rectifier>(x, y, count);
                break;
            case Activation.LeakyRelu:
                Map<LeakyRectifier>(x, y, count);
                break;
            case Activation.Tanh:
                Map<TanhFunction>(x, y, count);
                break;
            case Activation.Sigmoid:
                Map<SigmoidFunction>(x, y, count);
                break;
            case Activation.Elu:
                Map<EluFunction>(x, y, count);
                break;
            case Activation.Silu:
                Map<SiluFunction>(x, y, count);
                break;
            case Activation.Softplus:
                Map<SoftplusFunction>(x, y, count);
                break;
            case Activation.Gelu:
                Map<GeluFunction>(x, y, count);
                break;
            case Activation.GeluTanh:
                Map<GeluTanhFunction>(x, y, count);
                break;
            case Activation.Softmax:
                Softmax(x, y, rows, columns);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation));
        }
    }

    /// <inheritdoc/>
    public override void ActivateBackward(Activation activation, float* x, float* y, float* dy, long rows, int columns)
    {
        var count = rows * columns;
        switch (activation)
        {
            case Activation.Linear:
                break;
            case Activation.Relu:
                MapSlope<Rectifier>(y, dy, count);
                break;
            case Activation.LeakyRelu:
                MapSlope<LeakyRectifier>(y, dy, count);
                break;
            case Activation.Tanh:
                MapSlope<TanhFunction>(y, dy, count);
                break;
            case Activation.Sigmoid:
                MapSlope<SigmoidFunction>(y, dy, count);
                break;
            case Activation.Elu:
                MapSlope<EluFunction>(y, dy, count);
                break;
            case Activation.Silu:
                MapSlope<SiluFunction>(x, dy, count);
                break;
            case Activation.Softplus:
                MapSlope<SoftplusFunction>(x, dy, count);
                break;
            case Activation.Gelu:
                MapSlope<GeluFunction>(x, dy, count);
                break;
            case Activation.GeluTanh:
                MapSlope<GeluTanhFunction>(x, dy, count);
                break;
            case Activation.Softmax:
                SoftmaxBackward(y, dy, rows, columns);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(float* a, float* b, float* sum, long count)
    {
        long at = 0;
        for (; at + TSimd.Count <= count; at += TSimd.Count)
        {
            TSimd.Store(sum + at, TSimd.Add(TSimd.Load(a + at), TSimd.Load(b + at)));
        }

        for (; at < count; at++)
        {
            sum[at] = a[at] + b[at];
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MultiplyInto(float* a, float* b, float* product, long count)
    {
        long at = 0;
        for (; at + TSimd.Count <= count; at += TSimd.Count)
        {
            TSimd.Store(product + at, TSimd.Multiply(TSimd.Load(a + at), TSimd.Load(b + at)));
        }

        for (; at < count; at++)
        {
            product[at] = a[at] * b[at];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Map<TFunction>(float* x, float* y, long count)
        where TFunction : struct, IFunction
    {
        long at = 0;
        for (; at + TSimd.Count <= count; at += TSimd.Count)
        {
            TSimd.Store(y + at, TFunction.Value<TVector, TSimd>(TSimd.Load(x + at)));
        }

        for (; at < count; at++)
        {
            y[at] = TFunction.Value<float, SimdScalar>(x[at]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapSlope<TFunction>(float* from, float* dy, long count)
        where TFunction : struct, IFunction
    {
        long at = 0;
        for (; at + TSimd.Count <= count; at += TSimd.Count)
        {
            var slope = TFunction.Slope<TVector, TSimd>(TSimd.Load(from + at));
            TSimd.Store(dy + at, TSimd.Multiply(TSimd.Load(dy + at), slope));
        }

        for (; at < count; at++)
        {
            dy[at] *= TFunction.Slope<float, SimdScalar>(from[at]);
        }
    }
}
