namespace Millrace.Training.Collectives;

/// <summary>Copies chunks to their place.</summary>
internal readonly unsafe struct CopySink(byte* to) : IChunkSink
{
    public void Take(long offset, byte* chunk, int length) => Buffer.MemoryCopy(chunk, to + offset, length, length);
}
