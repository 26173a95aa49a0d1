using System.Numerics;

namespace Millrace.Features.Expressions.Vectors;

/// <summary>
/// Scratch memory of one worker: arrays are rented while a batch is processed and all come back at once with <see cref="Reset"/>, so nothing is
/// allocated per batch once the sizes have been seen. For one thread at a time.
/// </summary>
internal sealed class ScratchPool
{
    private const int SmallestLog2 = 9;

    private readonly Stack<byte[]>[] _free = [.. Enumerable.Range(0, 32).Select(_ => new Stack<byte[]>())];
    private readonly Stack<ulong[]>[] _freeMasks = [.. Enumerable.Range(0, 32).Select(_ => new Stack<ulong[]>())];
    private readonly List<byte[]> _rented = [];
    private readonly List<ulong[]> _rentedMasks = [];

    /// <summary>At least <paramref name="bytes"/> bytes with arbitrary content, valid until <see cref="Reset"/>.</summary>
    public byte[] Rent(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, Array.MaxLength);
        var log2 = Class(bytes);
        var array = _free[log2].TryPop(out var free)
            ? free
            : GC.AllocateUninitializedArray<byte>((int)Math.Min(1L << log2, Array.MaxLength));
        _rented.Add(array);
        return array;
    }

    /// <summary>A mask for <paramref name="rows"/> rows with arbitrary content, valid until <see cref="Reset"/>.</summary>
    public ulong[] RentMask(int rows)
    {
        var log2 = Class(BitMask.Words(rows));
        var mask = _freeMasks[log2].TryPop(out var free) ? free : GC.AllocateUninitializedArray<ulong>(1 << log2);
        _rentedMasks.Add(mask);
        return mask;
    }

    /// <summary>A mask with no bit set.</summary>
    public ulong[] RentEmptyMask(int rows)
    {
        var mask = RentMask(rows);
        mask.AsSpan(0, BitMask.Words(rows)).Clear();
        return mask;
    }

    /// <summary>Takes everything back.</summary>
    public void Reset()
    {
        foreach (var array in _rented)
        {
            _free[Class(array.Length)].Push(array);
        }

        foreach (var mask in _rentedMasks)
        {
            _freeMasks[Class(mask.Length)].Push(mask);
        }

        _rented.Clear();
        _rentedMasks.Clear();
    }

    private static int Class(long size) =>
        Math.Max(SmallestLog2, 64 - BitOperations.LeadingZeroCount((ulong)Math.Max(size - 1, 0)));
}
