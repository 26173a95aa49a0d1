using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Millrace.Exact;

namespace Millrace.Features.Statistics;

/// <summary>
/// Estimates how many distinct values there are from their 64-bit hashes; standard error 1.6 %. A commutative monoid in its bytes. Not thread-safe.
/// </summary>
/// <remarks>Flajolet, Fusy, Gandouet and Meunier, "HyperLogLog", 2007, with linear counting below 2.5 values a register.</remarks>
internal sealed class HyperLogLog
{
    private const int IndexBits = 12;
    private const int Registers = 1 << IndexBits;

    // The last register can be read as part of four bytes.
    private readonly byte[] _registers = new byte[Registers + 3];

    /// <summary>Adds a value by its hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong hash)
    {
        // The marker bit bounds the rank where all remaining bits are zero.
        var rank = (byte)(BitOperations.LeadingZeroCount((hash << IndexBits) | (1UL << (IndexBits - 1))) + 1);
        ref var register = ref _registers[hash >> (64 - IndexBits)];
        if (rank > register)
        {
            register = rank;
        }
    }

    /// <summary>Adds numbers by the hashes of their bits; NaN stands for none.</summary>
    public void Add(ReadOnlySpan<double> numbers)
    {
        if (Avx512DQ.IsSupported && Avx512CD.IsSupported)
        {
            var whole = numbers.Length & -Vector512<double>.Count;
            AddVectors(MemoryMarshal.Cast<double, Vector512<double>>(numbers[..whole]));
            numbers = numbers[whole..];
        }

        foreach (var number in numbers)
        {
            if (!double.IsNaN(number))
            {
                Add(NumberHash.Of(BitConverter.DoubleToUInt64Bits(number)));
            }
        }
    }

    public void Merge(HyperLogLog other)
    {
        for (var i = 0; i < Registers; i++)
        {
            _registers[i] = Math.Max(_registers[i], other._registers[i]);
        }
    }

    /// <summary>The estimate.</summary>
    public long Estimate()
    {
        var sum = 0.0;
        var empty = 0;
        foreach (var register in _registers.AsSpan(0, Registers))
        {
            // Powers of two down to 2^-53 add without rounding.
            sum += 1.0 / (1UL << register);
            empty += register == 0 ? 1 : 0;
        }

        const double Alpha = 0.7213 / (1 + (1.079 / Registers));
        var raw = Alpha * Registers * Registers / sum;
        var estimate = raw <= 2.5 * Registers && empty > 0 ? Registers * ExactMath.Log(Registers / (double)empty) : raw;
        return (long)Math.Round(estimate);
    }

    public void Write(StateWriter writer) => writer.WriteSpan(_registers.AsSpan(0, Registers));

    public static HyperLogLog Read(ref StateReader reader)
    {
        var sketch = new HyperLogLog();
        var registers = reader.ReadSpan();
        if (registers.Length != Registers)
        {
            throw new InvalidDataException("A distinct-count sketch has another size.");
        }

        registers.CopyTo(sketch._registers);
        return sketch;
    }

    // Eight at a time: most values find a register that is high enough already, and change nothing.
    private unsafe void AddVectors(ReadOnlySpan<Vector512<double>> numbers)
    {
        fixed (byte* registers = _registers)
        {
            foreach (var each in numbers)
            {
                var hash = NumberHash.Of(each.AsUInt64());
                var rank = Avx512CD.LeadingZeroCount((hash << IndexBits) | Vector512.Create(1UL << (IndexBits - 1))) + Vector512<ulong>.One;
                var index = Avx512F.ConvertToVector256Int32(hash >> (64 - IndexBits));
                var held = Avx2.GatherVector256((int*)registers, index, 1) & Vector256.Create(0xFF);
                var higher = Vector256.GreaterThan(Avx512F.ConvertToVector256Int32(rank), held).ExtractMostSignificantBits()
                    & ~(uint)Vector512.IsNaN(each).ExtractMostSignificantBits();
                for (; higher != 0; higher &= higher - 1)
                {
                    var lane = BitOperations.TrailingZeroCount(higher);
                    ref var register = ref registers[index[lane]];
                    register = Math.Max(register, (byte)rank[lane]);
                }
            }
        }
    }
}
