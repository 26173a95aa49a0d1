namespace Millrace.Features.Cleaning;

/// <summary>Counts the bytes of Arrow memory that a stage has handed out and that have not been freed. Thread-safe.</summary>
internal sealed class OutputMemory
{
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
