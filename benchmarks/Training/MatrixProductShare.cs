using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Millrace.Benchmarks.Ratios;
using Millrace.Training.Kernels;
using Millrace.Training.Kernels.Products;

namespace Millrace.Benchmarks.Training;

/// <summary>One matrix product 512 × 512 × 512 after another, the packing of B counted, as a share of one core's multiply-add peak.</summary>
internal sealed unsafe class MatrixProductShare : IRatio
{
    private const int Size = 512;
    private const int Products = 40;

    public string Name => "matrix-product-share-of-peak";

    public RatioLimit Limit => RatioLimit.NoLessThan(0.85);

    public Task<Measurement> MeasureAsync(CancellationToken cancellationToken) => TimedPairs.OnPinnedThread(
        () =>
        {
            var kernels = Kernels.Create();
            var (a, b, c) = (new AlignedBuffer(Size * Size), new AlignedBuffer(Size * Size), new AlignedBuffer(Size * Size));
            var packed = new AlignedBuffer(kernels.PackedLength(Size, Size));
            var random = new Random(1);
            foreach (var buffer in new[] { a, b })
            {
                foreach (ref var value in buffer.Span)
                {
                    value = random.NextSingle() - 0.5f;
                }
            }

            CheckAgainstDefinition(kernels, a, b, packed, c);
            return PeakShare.Measure(
                () => Multiply(kernels, a, b, packed, c), (double)Size * Size * Size * Products, $"{Size}x{Size}x{Size}, {Products} products, {kernels.Path}", cancellationToken);
        },
        cancellationToken);

    private static Timed Multiply(Kernels kernels, AlignedBuffer a, AlignedBuffer b, AlignedBuffer packed, AlignedBuffer c)
    {
        var start = Stopwatch.GetTimestamp();
        for (var product = 0; product < Products; product++)
        {
            kernels.Pack(b.Pointer, Size, 1, Size, Size, packed.Pointer);
            kernels.Multiply(
                new Product { A = a.Pointer, ARow = Size, Packed = packed.Pointer, C = c.Pointer, CRow = Size, Rows = Size, Depth = Size, Columns = Size },
                ProductEnd.Raw, null, 0);
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        return new Timed(Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(c.Span))), elapsed);
    }

    /// <summary>Every output is one chain of fused multiply-adds in order of depth.</summary>
    private static void CheckAgainstDefinition(Kernels kernels, AlignedBuffer a, AlignedBuffer b, AlignedBuffer packed, AlignedBuffer c)
    {
        Multiply(kernels, a, b, packed, c);
        for (var row = 0; row < Size; row += 37)
        {
            for (var column = 0; column < Size; column++)
            {
                var chain = 0f;
                for (var k = 0; k < Size; k++)
                {
                    chain = MathF.FusedMultiplyAdd(a.Span[(row * Size) + k], b.Span[(k * Size) + column], chain);
                }

                if (c.Span[(row * Size) + column] != chain)
                {
                    throw new WrongResultException($"element ({row}, {column}) is {c.Span[(row * Size) + column]:R}, by definition {chain:R}");
                }
            }
        }
    }
}
