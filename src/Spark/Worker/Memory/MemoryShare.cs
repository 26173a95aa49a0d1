using System.Buffers;
using Apache.Arrow.Memory;

namespace Millrace.Spark.Worker.Memory;

/// <summary>
/// What one task may hold in batches, and the allocator that counts it. Dispose gives the share back at once: a batch that outlives its task is not
/// waited for. Thread-safe.
/// </summary>
internal sealed class MemoryShare(long bytes, SemaphoreSlim? home) : MemoryAllocator(alignment: 64), IDisposable
{
    private readonly NativeMemoryAllocator _native = new(alignment: 64);
    private long _held;
    private int _returned;

    /// <summary>The limit.</summary>
    public long Bytes => bytes;

    /// <summary>What is held now.</summary>
    public long HeldBytes => Interlocked.Read(ref _held);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            home?.Release();
        }
    }

    /// <exception cref="MemoryShareException">The share does not hold it.</exception>
    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        if (Interlocked.Add(ref _held, length) > bytes)
        {
            Interlocked.Add(ref _held, -length);
            throw new MemoryShareException(length, bytes);
        }

        bytesAllocated = length;
        return new Counted(this, _native.Allocate(length), length);
    }

    private sealed class Counted(MemoryShare share, IMemoryOwner<byte> memory, int length) : IMemoryOwner<byte>
    {
        private int _disposed;

        // A batch that nobody disposed is freed by the collector, and its bytes are counted back with it.
        ~Counted() => GiveBack();

        public Memory<byte> Memory => memory.Memory;

        public void Dispose()
        {
            GiveBack();
            memory.Dispose();
            GC.SuppressFinalize(this);
        }

        private void GiveBack()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Interlocked.Add(ref share._held, -length);
            }
        }
    }
}
