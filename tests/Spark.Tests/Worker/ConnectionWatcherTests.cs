using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Tests.Worker;

/// <summary>A closed connection is found while what was sent before lies unread, so that its end cannot arrive.</summary>
public sealed class ConnectionWatcherTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConnectionWatcher _watcher = new(TimeProvider.System, TimeSpan.FromMinutes(1), new Retirement(NullLogger.Instance));

    public enum End
    {
        /// <summary>What the JVM does first with an interrupted channel that a selector holds: it stays open for reading.</summary>
        Shutdown,

        /// <summary>What it does otherwise.</summary>
        Close,
    }

    public void Dispose() => _watcher.Dispose();

    [Theory]
    [InlineData(false, End.Shutdown)]
    [InlineData(false, End.Close)]
    [InlineData(true, End.Shutdown)]
    [InlineData(true, End.Close)]
    public async Task A_peer_that_has_closed_behind_unread_bytes_is_found_and_one_that_is_open_is_left_alone(bool unix, End end)
    {
        Assert.SkipWhen(unix && !OperatingSystem.IsLinux(), "Only Linux tells of a closed Unix socket behind unread bytes.");
        (Socket closing, Socket abandoned) = await PairAsync(unix);
        (Socket open, Socket waiting) = await PairAsync(unix);
        using var cancelled = new TaskLife(CancellationToken.None);
        using var kept = new TaskLife(CancellationToken.None);
        using (closing)
        using (abandoned)
        using (open)
        using (waiting)
        using (_watcher.Add(abandoned, cancelled))
        using (_watcher.Add(waiting, kept))
        {
            Fill(closing);
            Fill(open);
            var told = new TaskCompletionSource();
            await using CancellationTokenRegistration telling = cancelled.Token.Register(told.SetResult);
            if (end == End.Shutdown)
            {
                closing.Shutdown(SocketShutdown.Send);
            }
            else
            {
                closing.Close();
            }

            await told.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
            Assert.False(kept.Token.IsCancellationRequested);
            Assert.True(abandoned.Available > 0);
        }
    }

    // Until neither this side nor the other has room for more.
    private static void Fill(Socket socket)
    {
        var bytes = new byte[1 << 20];
        socket.Blocking = false;
        while (socket.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectWrite))
        {
            socket.Send(bytes, SocketFlags.None, out _);
        }
    }

    private static async Task<(Socket Theirs, Socket Ours)> PairAsync(bool unix)
    {
        string path = Path.Combine(Path.GetTempPath(), $"millrace-{Guid.NewGuid():N}.sock");
        using Socket listener = New();
        listener.Bind(unix ? new UnixDomainSocketEndPoint(path) : new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Socket theirs = New();
        Task connecting = theirs.ConnectAsync(listener.LocalEndPoint!);
        Socket ours = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        await connecting;
        File.Delete(path);
        return (theirs, ours);

        Socket New() => unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
    }
}
