namespace Millrace.Training.Collectives;

/// <summary>One exchange with one peer: what goes there and how much comes from there.</summary>
internal readonly unsafe ref struct ExchangePart(byte* send, long sendBytes, long receiveBytes, long step)
{
    /// <summary>First byte to send; stays until the exchange is over or the link is quiet.</summary>
    public byte* Send { get; } = send;

    public long SendBytes { get; } = sendBytes;

    /// <summary>Bytes that the peer must send.</summary>
    public long ReceiveBytes { get; } = receiveBytes;

    public long Step { get; } = step;
}
