using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Millrace.Benchmarks.Ratios;
using Millrace.Benchmarks.Running;
using Millrace.Training.Collectives;

namespace Millrace.Benchmarks.Training;

/// <summary>
/// The all-reduce of 25 MiB between two ranks in one process, each on its core, against one copy of 25 MiB in memory by one core.
/// Both walk through more than 256 MiB, so that no cache holds what comes next.
/// </summary>
internal sealed class SharedMemoryVersusCopy : IRatio
{
    private const int Ranks = 2;
    private const int Elements = 25 << 18;

    /// <summary>Buffers of each rank, or of each side of the copy: 2 × 7 × 25 MiB.</summary>
    private const int Buffers = 7;

    public string Name => "shared-memory-all-reduce-25mib";

    public RatioLimit Limit => RatioLimit.NoMoreThan(2.0);

    public Task<Measurement> MeasureAsync(CancellationToken cancellationToken) => TimedPairs.OnPinnedThread(
        () =>
        {
            var values = Enumerable.Range(0, Ranks).Select(_ => Enumerable.Range(0, Buffers).Select(_ => new float[Elements]).ToArray()).ToArray();
            return TimedPairs.Run(
                () => Reduce(values), () => Copy(values), $"25 MiB float32, {Buffers} buffers a side, two threads on two cores against one", sameHash: false,
                cancellationToken);
        },
        cancellationToken);

    private static Timed Reduce(float[][][] values)
    {
        Fill(values);
        var group = new SharedMemoryGroup(Ranks, TimeSpan.FromSeconds(20));
        using var start = new Barrier(Ranks);
        var elapsed = new TimeSpan[Ranks];
        var threads = Enumerable.Range(0, Ranks).Select(rank => new Thread(() =>
        {
            Pinning.PinToCore(rank);
            using var collective = group.Join(rank);
            start.SignalAndWait();
            var begin = Stopwatch.GetTimestamp();
            for (var buffer = 0; buffer < Buffers; buffer++)
            {
                collective.AllReduce(values[rank][buffer].AsSpan(), buffer);
            }

            elapsed[rank] = Stopwatch.GetElapsedTime(begin);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return values.Any(rank => rank.Any(buffer => buffer.AsSpan().ContainsAnyExcept(3f)))
            ? throw new WrongResultException("a sum is not 3")
            : new Timed(Hash(values[0][0]), elapsed.Max());
    }

    private static Timed Copy(float[][][] values)
    {
        Fill(values);
        var begin = Stopwatch.GetTimestamp();
        for (var buffer = 0; buffer < Buffers; buffer++)
        {
            values[0][buffer].AsSpan().CopyTo(values[1][buffer]);
        }

        var elapsed = Stopwatch.GetElapsedTime(begin);
        return new Timed(Hash(values[1][Buffers - 1]), elapsed);
    }

    private static void Fill(float[][][] values)
    {
        for (var rank = 0; rank < Ranks; rank++)
        {
            Array.ForEach(values[rank], buffer => Array.Fill(buffer, rank + 1));
        }
    }

    private static string Hash(float[] values) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan())));
}
