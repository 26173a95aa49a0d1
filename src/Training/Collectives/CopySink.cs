namespace Millrace.Training.Collectives;

/// <summary>Has chunks received in their place.</summary>
internal readonly unsafe struct CopySink(byte* to) : IChunkSink
{
    public byte* Place(long offset) => to + offset;

    public void Take(long offset, byte* chunk, int length)
    {
    }
}
