using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Millrace.Spark.Worker;

/// <summary>
/// Tells whether the other side has closed a connection, even while bytes that it sent lie unread: an operator that computes does not read, and a
/// closed connection is the only sign that Spark gave the task up.
/// </summary>
internal static partial class PeerWatch
{
    // The numbers of Linux; elsewhere a close is seen once the unread bytes are gone.
    private const short Error = 0x8;
    private const short HungUp = 0x10;
    private const short PeerClosed = 0x2000;

    /// <summary>Whether nobody is left to read what is written. True for a socket that is disposed here.</summary>
    public static bool HasClosed(Socket socket)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                return socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
            }

            var descriptor = new Descriptor { File = (int)socket.SafeHandle.DangerousGetHandle(), Events = PeerClosed };
            return Poll(ref descriptor, 1, 0) > 0 && (descriptor.Happened & (Error | HungUp | PeerClosed)) != 0;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref Descriptor descriptor, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Descriptor
    {
        public int File;
        public short Events;
        public short Happened;
    }
}
