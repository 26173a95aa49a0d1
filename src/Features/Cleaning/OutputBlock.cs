using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;

namespace Millrace.Features.Cleaning;

/// <summary>A block of a stage's output memory; disposing gives it back. Filled by one thread, then read by any.</summary>
internal sealed class OutputBlock : IMemoryOwner<byte>
{
    /// <summary>Blocks begin at multiples of this, as Arrow recommends.</summary>
    public const int Alignment = 64;

    private readonly OutputMemory _memory;
    private readonly byte[] _array;
    private readonly int _start;
    private readonly int _bytes;
    private int _returned;

    /// <summary>A block in a pinned array that has room for its alignment.</summary>
    public OutputBlock(OutputMemory memory, byte[] array, int bytes)
    {
        _memory = memory;
        _array = array;
        _bytes = bytes;
        _start = (int)(-(nint)AddressOf(array) & (Alignment - 1));
    }

    /// <inheritdoc/>
    public Memory<byte> Memory => _array.AsMemory(_start, _bytes);

    /// <summary>The bytes.</summary>
    public Span<byte> Span => _array.AsSpan(_start, _bytes);

    /// <summary>A buffer that owns the block from now on.</summary>
    public ArrowBuffer Build() => BufferOver(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            _memory.Return(_array, _bytes);
        }
    }

    private static unsafe nint AddressOf(byte[] pinned) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    // Arrow keeps the constructor over memory that someone owns to itself; its own buffers are made with it, and cannot be used again.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern ArrowBuffer BufferOver(IMemoryOwner<byte> owner);
}
