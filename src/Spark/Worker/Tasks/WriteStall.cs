using System.Diagnostics;

namespace Millrace.Spark.Worker.Tasks;

/// <summary>
/// Whether a task's output has waited long for its peer. Then the input is read on, although nobody has asked for it: where each side waits for the other to read, somebody must. Linux can bring this
/// about by itself: a receive buffer that runs over takes its window back, and from then on drops what comes beyond it, the acknowledgements of our own data with it, until somebody reads.
/// Written by the thread that writes, read by any.
/// </summary>
/// <param name="patience">How long a write may wait before that.</param>
internal sealed class WriteStall(TimeSpan patience)
{
    private long _begun;

    /// <summary>Whether a write has waited too long.</summary>
    public bool IsLong => Interlocked.Read(ref _begun) is not 0 and var begun && Stopwatch.GetElapsedTime(begun) > patience;

    /// <summary>A write begins.</summary>
    public void Begin() => Interlocked.Exchange(ref _begun, Stopwatch.GetTimestamp());

    /// <summary>It has ended.</summary>
    public void End() => Interlocked.Exchange(ref _begun, 0);
}
