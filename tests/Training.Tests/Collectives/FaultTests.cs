using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Millrace.Training.Collectives;

namespace Millrace.Training.Tests.Collectives;

/// <summary>Links that break, fall silent, or lie, through a proxy between the ranks. Everybody must know within two seconds.</summary>
[Collection(AloneCollection.Name)]
public class FaultTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public async Task A_cut_connection_is_a_lost_peer_on_every_rank_in_two_seconds(int ranks, bool tls)
    {
        await using var proxies = await Proxies.ConnectAsync(ranks, tls);
        await proxies.FailsAsync(proxies.Cut, PeerFault.Lost);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public async Task A_peer_that_falls_silent_is_given_up_on_every_rank_in_two_seconds(int ranks, bool tls)
    {
        await using var proxies = await Proxies.ConnectAsync(ranks, tls);
        await proxies.FailsAsync(proxies.Freeze, PeerFault.Silent);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public async Task A_flipped_bit_is_found_and_known_on_every_rank(int ranks, bool tls)
    {
        await using var proxies = await Proxies.ConnectAsync(ranks, tls);
        await proxies.FailsAsync(proxies.Corrupt, PeerFault.Corrupt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Garbage_after_the_handshake_is_found_and_known_on_every_rank(bool tls)
    {
        await using var proxies = await Proxies.ConnectAsync(4, tls);
        await proxies.FailsAsync(proxies.Babble, PeerFault.Corrupt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_network_that_delivers_in_crumbs_is_slow_and_no_fault(bool tls)
    {
        await using var proxies = await Proxies.ConnectAsync(2, tls);
        await proxies.WorksInCrumbsAsync();
    }

    [Theory]
    [InlineData("run")]
    [InlineData("start")]
    [InlineData("secret")]
    [InlineData("certificate")]
    public async Task A_peer_of_another_run_is_not_let_in_and_both_sides_name_the_other_in_two_seconds(string other)
    {
        using var certificate = RunCertificate.Create(TimeProvider.System.GetUtcNow());
        using var another = RunCertificate.Create(TimeProvider.System.GetUtcNow());
        var common = Ring.Options(0, 2) with { ConnectDeadline = TimeSpan.FromMilliseconds(800), Certificate = other == "certificate" ? certificate : null };
        var wrong = other switch
        {
            "run" => common with { Run = common.Run + 1 },
            "start" => common with { Generation = 1 },
            "secret" => common with { Secret = new byte[32] },
            _ => common with { Certificate = another },
        };
        using var first = RankListener.Bind(IPAddress.Loopback);
        using var second = RankListener.Bind(IPAddress.Loopback);
        IPEndPoint[] points = [first.EndPoint, second.EndPoint];
        var refusals = await Task.WhenAll(
            Assert.ThrowsAsync<PeerException>(() => TcpCollective.ConnectAsync(common, first, points, CancellationToken.None)),
            Assert.ThrowsAsync<PeerException>(() => TcpCollective.ConnectAsync(wrong with { Rank = 1 }, second, points, CancellationToken.None)));
        for (var rank = 0; rank < 2; rank++)
        {
            Assert.Equal((rank, 1 - rank, 0L, PeerFault.Silent), (refusals[rank].Rank, refusals[rank].Peer, refusals[rank].Step, refusals[rank].Fault));
            Assert.InRange(refusals[rank].Waited, TimeSpan.FromMilliseconds(700), Limit);
        }
    }

    [Fact]
    public async Task Garbage_and_a_wrong_secret_are_dropped_before_anything_is_read_and_do_no_harm()
    {
        using var listener = RankListener.Bind(IPAddress.Loopback);
        using var other = RankListener.Bind(IPAddress.Loopback);
        IPEndPoint[] points = [listener.EndPoint, other.EndPoint];
        var first = TcpCollective.ConnectAsync(Ring.Options(0, 2), listener, points, CancellationToken.None);

        using var garbage = new TcpClient();
        await garbage.ConnectAsync(listener.EndPoint);
        await garbage.GetStream().WriteAsync(new byte[4096]);
        using var slow = new TcpClient();
        await slow.ConnectAsync(listener.EndPoint);
        var liar = Ring.Options(1, 2) with { Secret = new byte[32], ConnectDeadline = TimeSpan.FromMilliseconds(400) };
        using var liarListener = RankListener.Bind(IPAddress.Loopback);
        var refused = await Assert.ThrowsAsync<PeerException>(() => TcpCollective.ConnectAsync(liar, liarListener, points, CancellationToken.None));
        Assert.Equal(0, refused.Peer);
        Assert.False(first.IsCompleted);

        using var second = await TcpCollective.ConnectAsync(Ring.Options(1, 2), other, points, CancellationToken.None);
        using var joined = await first;
        var values = new[] { new float[100], new float[100] };
        values[1][7] = 3;
        Assert.All(await Ring.RunAsync([joined, second], c => c.AllReduce(values[c.Rank].AsSpan(), 1)), Assert.Null);
        Assert.Equal(3, values[0][7]);
    }

    [Fact]
    public async Task A_long_step_is_no_fault_while_the_peer_lives_and_one_beyond_the_deadline_is()
    {
        var collectives = await Ring.TcpAsync(2, o => o with { PeerTimeout = TimeSpan.FromMilliseconds(400), StepDeadline = TimeSpan.FromSeconds(2) });
        var gate = new ManualResetEventSlim();
        var failures = await Ring.RunAsync(collectives, c =>
        {
            if (c.Rank == 1)
            {
                gate.Wait(TimeSpan.FromSeconds(1));
            }

            c.AllReduce(new float[50_000], 0);
            if (c.Rank == 1)
            {
                gate.Wait(TimeSpan.FromSeconds(4));
            }

            c.AllReduce(new float[50_000], 1);
        });
        var failure = Assert.IsType<PeerException>(failures[0]);
        Assert.Equal((1, 1L, PeerFault.Late), (failure.Peer, failure.Step, failure.Fault));
        CollectiveTests.Dispose(collectives);
    }

    /// <summary>Ranks whose connections to rank 0 pass through a proxy that can misbehave.</summary>
    private sealed class Proxies : IAsyncDisposable
    {
        private readonly List<Socket> _sockets = [];
        private readonly List<Task> _pumps = [];
        private readonly Socket _listener;
        private ICollective[] _ranks = [];
        private volatile bool _frozen;
        private volatile bool _corrupt;
        private volatile bool _babble;
        private volatile bool _crumbs;
        private X509Certificate2? _certificate;

        private Proxies()
        {
            _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen();
        }

        public static async Task<Proxies> ConnectAsync(int ranks, bool tls)
        {
            var proxies = new Proxies { _certificate = tls ? RunCertificate.Create(TimeProvider.System.GetUtcNow()) : null };
            var listeners = Enumerable.Range(0, ranks).Select(_ => RankListener.Bind(IPAddress.Loopback)).ToArray();
            var points = listeners.Select(l => l.EndPoint).ToArray();
            var accept = proxies.AcceptAsync(listeners[0].EndPoint, int.Log2(ranks));
            proxies._ranks = await Task.WhenAll(Enumerable.Range(0, ranks).Select(async r =>
            {
                var seen = (IPEndPoint[])points.Clone();
                seen[0] = (IPEndPoint)proxies._listener.LocalEndPoint!;
                return (ICollective)await TcpCollective.ConnectAsync(Ring.Options(r, ranks) with { Certificate = proxies._certificate }, listeners[r], seen, CancellationToken.None);
            }));
            await accept;
            Array.ForEach(listeners, l => l.Dispose());
            return proxies;
        }

        public void Cut() => _sockets.ForEach(s => s.Close(0));

        public void Freeze() => _frozen = true;

        public void Corrupt() => _corrupt = true;

        public void Babble() => _babble = true;

        public async Task WorksInCrumbsAsync()
        {
            var values = new[] { CollectiveTests.Values(5000, 1), CollectiveTests.Values(5000, 2) };
            float[] expected = [.. values[0].Zip(values[1], (a, b) => a + b)];
            _crumbs = true;
            Assert.All(await Ring.RunAsync(_ranks, c => c.AllReduce(values[c.Rank].AsSpan(), 1)), Assert.Null);
            Assert.Equal(expected, values[0]);
            Assert.Equal(expected, values[1]);
        }

        public async Task FailsAsync(Action misbehave, PeerFault expected)
        {
            var steps = new long[_ranks.Length];
            long started = 0;
            var failed = new TimeSpan[_ranks.Length];
            var failures = await Ring.RunAsync(_ranks, c =>
            {
                var values = new float[300_000];
                try
                {
                    for (var step = 0; ; step++)
                    {
                        c.AllReduce(values.AsSpan(), step);
                        steps[c.Rank] = step;
                        if (step == 20 && c.Rank == 0)
                        {
                            started = Stopwatch.GetTimestamp();
                            misbehave();
                        }
                    }
                }
                finally
                {
                    failed[c.Rank] = Stopwatch.GetElapsedTime(started);
                }
            });
            Assert.All(steps, s => Assert.True(s >= 19));
            Assert.All(failures, f => Assert.IsType<PeerException>(f));
            Assert.Contains(failures, f => ((PeerException)f!).Fault == expected);
            Assert.All(failures, f => Assert.InRange(((PeerException)f!).Step, 19, long.MaxValue));
            Assert.All(failed, f => Assert.InRange(f, TimeSpan.Zero, Limit));
        }

        public async ValueTask DisposeAsync()
        {
            CollectiveTests.Dispose(_ranks);
            _frozen = false;
            Cut();
            _listener.Dispose();
            await Task.WhenAll(_pumps);
            _certificate?.Dispose();
        }

        private async Task AcceptAsync(IPEndPoint target, int count)
        {
            for (var i = 0; i < count; i++)
            {
                var from = await _listener.AcceptAsync();
                var to = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await to.ConnectAsync(target);
                from.NoDelay = true;
                _sockets.AddRange([from, to]);
                _pumps.AddRange([PumpAsync(from, to), PumpAsync(to, from)]);
            }
        }

        private async Task PumpAsync(Socket from, Socket to)
        {
            var buffer = new byte[1 << 16];
            try
            {
                while (await from.ReceiveAsync(buffer) is > 0 and var read)
                {
                    while (_frozen)
                    {
                        await Task.Delay(20);
                    }

                    if (_corrupt && read > 1000)
                    {
                        buffer[read / 2] ^= 0x10;
                        _corrupt = false;
                    }

                    if (_babble)
                    {
                        _babble = false;
                        new Random(1).NextBytes(buffer);
                    }

                    for (var sent = 0; sent < read;)
                    {
                        sent += await to.SendAsync(buffer.AsMemory(sent, Math.Min(_crumbs ? 61 : read, read - sent)));
                    }
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
            }
        }
    }
}
