using Millrace.Training.Collectives;

namespace Millrace.Training.Local;

/// <summary>A replica between two sums over replicas: it has a rank's lanes and meets nobody.</summary>
internal sealed class ReplicaLanes(int replica, int replicas) : ICollective
{
    public int Rank => replica;

    public int Ranks => replicas;

    public void AllReduce(Span<float> values, long step)
    {
    }

    public void AllReduce(Span<double> values, long step)
    {
    }

    public void Broadcast(Span<byte> bytes, long step)
    {
    }

    public void Abort(string reason)
    {
    }

    public void Dispose()
    {
    }
}
