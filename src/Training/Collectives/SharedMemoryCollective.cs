namespace Millrace.Training.Collectives;

/// <summary>One rank of a <see cref="SharedMemoryGroup"/>.</summary>
internal sealed unsafe class SharedMemoryCollective : ICollective
{
    private readonly SharedMemoryGroup _group;

    public SharedMemoryCollective(SharedMemoryGroup group, int rank)
    {
        _group = group;
        Rank = rank;
    }

    public int Rank { get; }

    public int Ranks => _group.Ranks;

    public void AllReduce(Span<float> values, long step)
    {
        if (Ranks > 1)
        {
            fixed (float* first = values)
            {
                _group.AllReduce(Rank, first, values.Length, step);
            }
        }
    }

    public void AllReduce(Span<double> values, long step)
    {
        if (Ranks > 1)
        {
            fixed (double* first = values)
            {
                _group.AllReduce(Rank, first, values.Length, step);
            }
        }
    }

    public void Abort(string reason) => _group.Abort(Rank, reason);

    public void Dispose()
    {
    }
}
