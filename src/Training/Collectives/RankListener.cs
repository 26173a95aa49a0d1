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
    /// <param name="address">The address.</param>
    /// <param name="firstPort">First port of the range.</param>
    /// <param name="lastPort">Its last.</param>
    /// <param name="bufferBytes">As <see cref="LinkOptions.SocketBufferBytes"/>: accepted connections have the listener's, and how far a window may open is settled as they are made.</param>
    /// <exception cref="SocketException">No port of the range is free.</exception>
    public static RankListener Bind(IPAddress address, int firstPort = 0, int lastPort = 0, int bufferBytes = LinkOptions.UsualSocketBufferBytes)
    {
        for (var port = firstPort; ; port++)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { SendBufferSize = bufferBytes, ReceiveBufferSize = bufferBytes };
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
