using System.Runtime.CompilerServices;

namespace Millrace.Training.Kernels;

/// <summary>
/// float32 memory that kernels address by pointer: pinned, on a 64-byte boundary, with 64 readable elements behind the end so
/// that a vector may be loaded at any valid element. Zero at first. The pointer is valid while this object is reachable.
/// </summary>
internal sealed unsafe class AlignedBuffer
{
    private const int Boundary = 16;
    private const int Slack = 64;

    private readonly float[] _memory;

    public AlignedBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength - Boundary - Slack);
        Length = (int)length;
        _memory = GC.AllocateArray<float>(Length + Boundary + Slack, pinned: true);
        var start = (float*)Unsafe.AsPointer(ref _memory[0]);
        var misaligned = ((nint)start / sizeof(float)) & (Boundary - 1);
        Pointer = start + ((Boundary - misaligned) & (Boundary - 1));
    }

    /// <summary>Elements.</summary>
    public int Length { get; }

    /// <summary>The first element.</summary>
    public float* Pointer { get; }

    /// <summary>The elements.</summary>
    public Span<float> Span => new(Pointer, Length);
}
