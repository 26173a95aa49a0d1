using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Millrace.Benchmarks.Training;

/// <summary>
/// What two ranks cannot avoid, and nothing else: two bare sockets over loopback, each side sending half of the bytes while it
/// receives the other half, and the same once more when that is done. No sums, no checksums, no headers.
/// </summary>
internal sealed class BareExchange : IDisposable
{
    private readonly Socket[] _sockets;
    private readonly byte[][] _buffers;

    public BareExchange(int bytes)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.Connect(listener.LocalEndPoint!);
        var server = listener.Accept();
        server.NoDelay = true;
        _sockets = [client, server];
        _buffers = [new byte[bytes], new byte[bytes]];
    }

    /// <summary>Runs both sides some times; a sender thread each, as in the collective.</summary>
    public Timed Run(int rounds)
    {
        using var start = new Barrier(2);
        var elapsed = new TimeSpan[2];
        var sides = Enumerable.Range(0, 2).Select(side => new Thread(() =>
        {
            using var sender = new Sender(_sockets[side]);
            start.SignalAndWait();
            var begin = Stopwatch.GetTimestamp();
            for (var round = 0; round < rounds; round++)
            {
                Exchange(sender, side);
            }

            elapsed[side] = Stopwatch.GetElapsedTime(begin);
        })).ToList();
        sides.ForEach(thread => thread.Start());
        sides.ForEach(thread => thread.Join());
        return new Timed("", elapsed.Max());
    }

    public void Dispose() => Array.ForEach(_sockets, socket => socket.Dispose());

    private void Exchange(Sender sender, int side)
    {
        var half = _buffers[side].Length / 2;
        var (mine, theirs) = side == 0 ? (_buffers[side].AsMemory(0, half), _buffers[side].AsMemory(half)) : (_buffers[side].AsMemory(half), _buffers[side].AsMemory(0, half));
        sender.Begin(theirs);
        ReceiveAll(side, mine.Span);
        sender.Finish();
        sender.Begin(mine);
        ReceiveAll(side, theirs.Span);
        sender.Finish();
    }

    private void ReceiveAll(int side, Span<byte> to)
    {
        while (!to.IsEmpty)
        {
            to = to[_sockets[side].Receive(to)..];
        }
    }

    /// <summary>Sends on a thread of its own, so that both directions run at once.</summary>
    private sealed class Sender : IDisposable
    {
        private readonly Socket _socket;
        private readonly SemaphoreSlim _work = new(0);
        private readonly SemaphoreSlim _done = new(0);
        private readonly Thread _thread;
        private Memory<byte>? _bytes;

        public Sender(Socket socket)
        {
            _socket = socket;
            _thread = new Thread(Run);
            _thread.Start();
        }

        public void Begin(Memory<byte> bytes)
        {
            _bytes = bytes;
            _work.Release();
        }

        public void Finish() => _done.Wait(CancellationToken.None);

        public void Dispose()
        {
            _bytes = null;
            _work.Release();
            _thread.Join();
            _work.Dispose();
            _done.Dispose();
        }

        private void Run()
        {
            while (true)
            {
                _work.Wait(CancellationToken.None);
                if (_bytes is not { } bytes)
                {
                    return;
                }

                for (var sent = 0; sent < bytes.Length;)
                {
                    sent += _socket.Send(bytes.Span[sent..]);
                }

                _done.Release();
            }
        }
    }
}
