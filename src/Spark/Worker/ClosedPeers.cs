using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Millrace.Spark.Worker;

/// <summary>
/// The TCP connections of this machine whose other end has been closed, as the system's table of connections has them. The end of a connection travels behind all
/// bytes sent before it, and those wait as long as this side does not read; but both ends of a loopback connection stand in the table, and the closed one
/// leaves the state "established" at once. Immutable.
/// </summary>
internal sealed class ClosedPeers
{
    private static readonly TcpState[] Closed = [TcpState.FinWait1, TcpState.FinWait2, TcpState.Closing, TcpState.LastAck, TcpState.TimeWait];
    private readonly HashSet<(IPEndPoint Theirs, IPEndPoint Ours)> _connections;

    private ClosedPeers(HashSet<(IPEndPoint Theirs, IPEndPoint Ours)> connections) => _connections = connections;

    /// <summary>Reads the table. Empty where the system shows none.</summary>
    public static ClosedPeers Read()
    {
        try
        {
            return new ClosedPeers([.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
                .Where(static connection => Closed.Contains(connection.State))
                .Select(static connection => (Plain(connection.LocalEndPoint), Plain(connection.RemoteEndPoint)))]);
        }
        catch (Exception hidden) when (hidden is NetworkInformationException or PlatformNotSupportedException or IOException or UnauthorizedAccessException)
        {
            return new ClosedPeers([]);
        }
    }

    /// <summary>Whether the other end of a connection is among them. False for sockets that are not TCP, or not connected any more.</summary>
    public bool Has(Socket socket)
    {
        try
        {
            return socket is { LocalEndPoint: IPEndPoint ours, RemoteEndPoint: IPEndPoint theirs } && _connections.Contains((Plain(theirs), Plain(ours)));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    // A socket for both versions of IP shows 127.0.0.1 as ::ffff:127.0.0.1.
    private static IPEndPoint Plain(IPEndPoint end) => end.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(end.Address.MapToIPv4(), end.Port) : end;
}
