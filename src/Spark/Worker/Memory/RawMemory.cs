using System.Runtime.InteropServices;

namespace Millrace.Spark.Worker.Memory;

/// <summary>A piece of the C library's heap. Whoever holds it frees it, once.</summary>
internal readonly unsafe record struct RawMemory(nint Address, long Bytes)
{
    private const nuint Alignment = 64;

    /// <summary>Allocates; the collector is told, so that batches that nobody disposes do not pile up unseen.</summary>
    public static RawMemory Allocate(long bytes)
    {
        var address = (nint)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        GC.AddMemoryPressure(bytes);
        return new RawMemory(address, bytes);
    }

    public void Free()
    {
        NativeMemory.AlignedFree((void*)Address);
        GC.RemoveMemoryPressure(Bytes);
    }
}
