namespace Millrace.Training.Collectives;

/// <summary>
/// Sums over ranks in one balanced tree of neighbours: (0+1)+(2+3) and so on, whatever carries the bytes. Every rank calls the
/// same operations in the same order with equal lengths, and gets the same result.
/// </summary>
/// <remarks>An instance belongs to one rank and one thread; <see cref="Abort"/> may come from any thread.</remarks>
public interface ICollective : IDisposable
{
    /// <summary>This rank, from 0.</summary>
    int Rank { get; }

    /// <summary>N, a power of two.</summary>
    int Ranks { get; }

    /// <summary>Replaces <paramref name="values"/> on every rank by the element-wise sum over ranks.</summary>
    /// <param name="values">Elements; equally many on every rank.</param>
    /// <param name="step">The step, which must be equal on every rank.</param>
    /// <exception cref="PeerException">A peer is lost, silent, late, lying, at another step, or gave up.</exception>
    void AllReduce(Span<float> values, long step);

    /// <inheritdoc cref="AllReduce(Span{float}, long)"/>
    void AllReduce(Span<double> values, long step);

    /// <summary>Gives every rank the bytes of rank 0.</summary>
    /// <param name="bytes">Rank 0: what is sent. Others: where it goes; equally long on every rank.</param>
    /// <param name="step">The step, which must be equal on every rank.</param>
    /// <exception cref="PeerException">As for a sum.</exception>
    void Broadcast(Span<byte> bytes, long step);

    /// <summary>Tells all ranks that this one gives up; their current or next operation throws. Does nothing after the first call.</summary>
    /// <param name="reason">Why, without personal values.</param>
    void Abort(string reason);
}
