using System.Buffers;

namespace Millrace.Spark.Worker.Memory;

/// <summary>
/// Memory outside the collector's heap, aligned to 64 bytes and not cleared: a batch's body is read over all of it. Disposed, or collected where nobody did, it goes
/// back to its share, which may give the memory to another block; this one then refuses. Thread-safe.
/// </summary>
internal sealed unsafe class NativeBlock : IMemoryOwner<byte>
{
    private readonly MemoryShare _share;
    private readonly RawMemory _memory;
    private readonly Window _window;
    private int _returned;

    /// <param name="share">Where it goes back to.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="length">The bytes of it that are this block.</param>
    public NativeBlock(MemoryShare share, RawMemory memory, int length)
    {
        _share = share;
        _memory = memory;
        _window = new Window(this, length);
    }

    // A batch that nobody disposed gives its memory back when the collector finds it.
    ~NativeBlock() => GiveBack();

    /// <inheritdoc/>
    public Memory<byte> Memory => _window.Memory;

    /// <inheritdoc/>
    public void Dispose()
    {
        GiveBack();
        GC.SuppressFinalize(this);
    }

    private void GiveBack()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            _share.TakeBack(_memory);
        }
    }

    /// <summary>What a <see cref="Memory{T}"/> refers to: it keeps the block alive, so that the collector does not give memory back that is in use.</summary>
    private sealed class Window(NativeBlock block, int length) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => new(Address(), length);

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length, nameof(elementIndex));
            return new MemoryHandle((byte*)Address() + elementIndex, default, this);
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }

        private void* Address()
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref block._returned) != 0, block);
            return (void*)block._memory.Address;
        }
    }
}
