using System.Numerics;

namespace Millrace.Training.Collectives;

/// <summary>Adds chunks to elements.</summary>
internal readonly unsafe struct AddSink<T>(T* to) : IChunkSink
    where T : unmanaged, INumber<T>
{
    public byte* Place(long offset) => null;

    public void Take(long offset, byte* chunk, int length) =>
        VectorSum.Add((T*)((byte*)to + offset), (T*)chunk, length / sizeof(T));
}
