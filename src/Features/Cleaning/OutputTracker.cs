using Apache.Arrow.Memory;

namespace Millrace.Features.Cleaning;

/// <summary>Reports allocations of output buffers to their stage's counter.</summary>
internal readonly struct OutputTracker(OutputMemory memory) : INativeAllocationTracker
{
    public void Track(int count, long size) => memory.Add(size);
}
