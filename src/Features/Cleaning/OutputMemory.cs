namespace Millrace.Features.Cleaning;

/// <summary>
/// Memory of the output arrays of a stage: blocks that come back are used again, so that a run takes no fresh pages for each batch. Counts the bytes that were handed out
/// and have not come back. Thread-safe; what it keeps goes with it.
/// </summary>
internal sealed class OutputMemory
{
    /// <summary>Sizes are multiples of this, so that a block fits the next batch too.</summary>
    private const int StepBytes = 16 << 10;

    /// <summary>Larger blocks are not kept.</summary>
    private const int MostBlockBytes = 1 << 20;

    /// <summary>
    /// Most bytes that are kept: what outputs hold at the most, a row group each, on machines of few readers. Less would be dropped and allocated again, and pinned
    /// garbage waits long for its collection.
    /// </summary>
    private const long MostKeptBytes = 256L << 20;

    private readonly Stack<byte[]>[] _kept = [.. Enumerable.Range(0, (MostBlockBytes / StepBytes) + 1).Select(static _ => new Stack<byte[]>())];
    private readonly Lock _lock = new();
    private long _keptBytes;
    private long _bytes;

    /// <summary>Bytes that are handed out.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>A block of so many bytes; what is in it is undefined.</summary>
    public OutputBlock Rent(int bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        var steps = StepsOf(bytes);
        lock (_lock)
        {
            if (steps < _kept.Length && _kept[steps].TryPop(out var kept))
            {
                _keptBytes -= kept.Length;
                return new OutputBlock(this, kept, bytes);
            }
        }

        var size = Math.Min(Array.MaxLength, ((long)steps * StepBytes) + OutputBlock.Alignment);
        return new OutputBlock(this, GC.AllocateUninitializedArray<byte>((int)size, pinned: true), bytes);
    }

    /// <summary>Takes a block back.</summary>
    public void Return(byte[] array, int bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        var steps = StepsOf(bytes);
        lock (_lock)
        {
            if (steps < _kept.Length && _keptBytes + array.Length <= MostKeptBytes)
            {
                _keptBytes += array.Length;
                _kept[steps].Push(array);
            }
        }
    }

    private static int StepsOf(int bytes) => Math.Max(1, (int)(((long)bytes + StepBytes - 1) / StepBytes));
}
