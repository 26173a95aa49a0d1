using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Millrace.Benchmarks.Ratios;
using Millrace.Training.Collectives;

namespace Millrace.Benchmarks.Training;

/// <summary>The all-reduce of two ranks over TCP and loopback against two bare sockets making the same two dependent half-size exchanges: the throughput that is kept.</summary>
internal sealed class TcpVersusSockets(int mebibytes) : IRatio
{
    private const int MebibytesPerRun = 120;
    private const int MostRounds = 100;

    public string Name => $"tcp-all-reduce-{mebibytes}mib";

    public RatioLimit Limit => RatioLimit.NoLessThan(0.9);

    private int Rounds => Math.Clamp(MebibytesPerRun / mebibytes, 2, MostRounds);

    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        var listeners = Enumerable.Range(0, 2).Select(_ => RankListener.Bind(IPAddress.Loopback)).ToArray();
        var points = listeners.Select(listener => listener.EndPoint).ToArray();
        var secret = RandomNumberGenerator.GetBytes(32);
        var ranks = await Task.WhenAll(Enumerable.Range(0, 2).Select(rank => TcpCollective.ConnectAsync(
            new LinkOptions { Rank = rank, Ranks = 2, Run = 1, Secret = secret }, listeners[rank], points, cancellationToken)));
        Array.ForEach(listeners, listener => listener.Dispose());
        try
        {
            using var bare = new BareExchange(mebibytes << 20);
            var values = Enumerable.Range(0, 2).Select(_ => new float[mebibytes << 18]).ToArray();
            return await Task.Factory.StartNew(
                () => TimedPairs.Run(
                    () => bare.Run(Rounds), () => Reduce(ranks, values),
                    $"{mebibytes} MiB float32, {Rounds} rounds, two ranks as threads; the bare side has a sender thread a side", sameHash: false, cancellationToken) with
                {
                    ResultHash = Reduce(ranks, values).Hash,
                },
                cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            Array.ForEach(ranks, rank => rank.Dispose());
        }
    }

    private Timed Reduce(TcpCollective[] ranks, float[][] values)
    {
        for (var rank = 0; rank < ranks.Length; rank++)
        {
            // Each round doubles what both ranks hold, exactly.
            Array.Fill(values[rank], rank + 1);
        }

        using var start = new Barrier(ranks.Length);
        var elapsed = new TimeSpan[ranks.Length];
        var threads = ranks.Select((rank, at) => new Thread(() =>
        {
            start.SignalAndWait();
            var begin = Stopwatch.GetTimestamp();
            for (var round = 0; round < Rounds; round++)
            {
                rank.AllReduce(values[at].AsSpan(), round);
            }

            elapsed[at] = Stopwatch.GetElapsedTime(begin);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var expected = float.ScaleB(3, Rounds - 1);
        if (values.Any(side => side.AsSpan().ContainsAnyExcept(expected)))
        {
            throw new WrongResultException($"a sum is not {expected:R}");
        }

        return new Timed(Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values[0].AsSpan()))), elapsed.Max());
    }
}
