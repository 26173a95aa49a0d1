namespace Millrace.Training.Collectives;

/// <summary>One exchange with one peer: what goes there and how much comes from there.</summary>
internal readonly unsafe ref struct ExchangePart(byte* send, long sendBytes, long receiveBytes, long step, int turn)
{
    /// <summary>First byte to send; stays until the exchange is over or the link is quiet.</summary>
    public byte* Send { get; } = send;

    public long SendBytes { get; } = sendBytes;

    /// <summary>Bytes that the peer must send.</summary>
    public long ReceiveBytes { get; } = receiveBytes;

    public long Step { get; } = step;

    /// <summary>
    /// Its place among the exchanges of the operation, from 0. A peer that waits for somebody itself is behind in an earlier exchange than this one: who waits for the one at
    /// fault itself gives up first (<see cref="LinkOptions.DeadlineOf"/>), and everybody else is told the right name.
    /// </summary>
    public int Turn { get; } = turn;
}
