using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Millrace.Jobs.Engine.Columns;

/// <summary>Bytes that grow and are used again. Pinned, so that native readers and Arrow's exporter need not pin them.</summary>
internal sealed class RowBuffer
{
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(256, pinned: true);

    /// <summary>Bytes in use.</summary>
    public int Length { get; set; }

    /// <summary>The bytes in use.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>All bytes from the start, also those not in use.</summary>
    public Span<byte> Bytes => _bytes;

    /// <summary>Makes room for so many bytes in all; what is in use stays.</summary>
    public void Reserve(int capacity)
    {
        if (capacity > _bytes.Length)
        {
            var larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, Math.Max(capacity, _bytes.Length * 2L)), pinned: true);
            _bytes.AsSpan(0, Length).CopyTo(larger);
            _bytes = larger;
        }
    }

    /// <summary>Address of a byte; valid until the next <see cref="Reserve"/>. The array is pinned.</summary>
    public unsafe byte* At(int offset) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_bytes)) + offset;
}
