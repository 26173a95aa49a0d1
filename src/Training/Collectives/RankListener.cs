using System.Net;
using System.Net.Sockets;

namespace Millrace.Training.Collectives;

/// <summary>The socket on which a rank waits for its peers; bound before the rank's address is told to anybody.</summary>
public sealed class RankListener : IDisposable
{
    private const int Backlog = 64;

    private RankListener(Socket socket) => Socket = socket;

    /// <summary>Where peers connect to.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)Socket.LocalEndPoint!;

    internal Socket Socket { get; }

    /// <summary>Binds the first free port of <paramref name="firstPort"/> … <paramref name="lastPort"/>; 0 to 0 takes any.</summary>
    /// <exception cref="SocketException">No port of the range is free.</exception>
    public static RankListener Bind(IPAddress address, int firstPort = 0, int lastPort = 0)
    {
        for (var port = firstPort; ; port++)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(address, port));
                socket.Listen(Backlog);
                return new RankListener(socket);
            }
            catch (SocketException) when (port < lastPort)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Socket.Dispose();
}
