namespace Millrace.Training.Collectives;

/// <summary>One rank of a <see cref="SharedMemoryGroup"/>.</summary>
internal sealed unsafe class SharedMemoryCollective : ICollective
{
    private readonly SharedMemoryGroup _group;

    private readonly int _member;

    public SharedMemoryCollective(SharedMemoryGroup group, int member)
    {
        _group = group;
        _member = member;
    }

    public int Rank => _group.FirstRank + _member;

    public int Ranks => _group.TotalRanks;

    public void AllReduce(Span<float> values, long step)
    {
        if (Ranks > 1)
        {
            fixed (float* first = values)
            {
                _group.AllReduce(_member, first, values.Length, step);
            }
        }
    }

    public void AllReduce(Span<double> values, long step)
    {
        if (Ranks > 1)
        {
            fixed (double* first = values)
            {
                _group.AllReduce(_member, first, values.Length, step);
            }
        }
    }

    public void Broadcast(Span<byte> bytes, long step)
    {
        if (Ranks > 1)
        {
            fixed (byte* first = bytes)
            {
                _group.Broadcast(_member, first, bytes.Length, step);
            }
        }
    }

    public void Abort(string reason) => _group.Abort(_member, reason);

    public void Dispose()
    {
    }
}
