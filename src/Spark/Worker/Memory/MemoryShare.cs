using System.Buffers;
using Apache.Arrow.Memory;

namespace Millrace.Spark.Worker.Memory;

/// <summary>
/// What one task may hold in batches, and the allocator that counts it. The memory of the last batches is kept for the next: Spark's batches are of one size, and
/// new memory costs the kernel as much as reading the batch. Dispose gives the share back at once: a batch that outlives its task is not waited for. Thread-safe.
/// </summary>
internal sealed class MemoryShare(long bytes, SemaphoreSlim? home) : MemoryAllocator(alignment: 64), IDisposable
{
    private const int MostKept = 3; // one that is read, one that waits, one in the operator's hands
    private const long Granule = 64 << 10;
    private readonly Lock _gate = new();
    private readonly List<RawMemory> _kept = [];
    private long _held;
    private bool _returned;

    /// <summary>The limit.</summary>
    public long Bytes => bytes;

    /// <summary>What batches hold now.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_gate)
            {
                return _held;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_returned)
            {
                return;
            }

            _returned = true;
            FreeKept();
        }

        home?.Release();
    }

    /// <summary>Takes the memory of a block that is no longer used.</summary>
    internal void TakeBack(RawMemory memory)
    {
        lock (_gate)
        {
            _held -= memory.Bytes;
            if (!_returned && _kept.Count < MostKept)
            {
                _kept.Add(memory);
                return;
            }
        }

        memory.Free();
    }

    /// <exception cref="MemoryShareException">The share does not hold it.</exception>
    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        bytesAllocated = length;
        lock (_gate)
        {
            return new NativeBlock(this, Kept(length) ?? New(length), length);
        }
    }

    // Not for a block that would waste more than it uses.
    private RawMemory? Kept(int length)
    {
        var index = _kept.FindIndex(one => one.Bytes >= length && one.Bytes <= (2L * length) + Granule && _held + one.Bytes <= bytes);
        if (index < 0)
        {
            return null;
        }

        var memory = _kept[index];
        _kept.RemoveAt(index);
        _held += memory.Bytes;
        return memory;
    }

    private RawMemory New(int length)
    {
        // Batches of one column's varying texts differ a little; where there is room, the next one fits too.
        var wanted = (length + (length / 8) + Granule) / Granule * Granule;
        var size = _held + wanted <= bytes ? wanted : Math.Max(1, length);
        if (_held + size > bytes)
        {
            throw new MemoryShareException(length, bytes);
        }

        if (_kept.Count == MostKept || _held + size + _kept.Sum(static one => one.Bytes) > bytes)
        {
            FreeKept();
        }

        var memory = RawMemory.Allocate(size);
        _held += size;
        return memory;
    }

    private void FreeKept()
    {
        foreach (var memory in _kept)
        {
            memory.Free();
        }

        _kept.Clear();
    }
}
