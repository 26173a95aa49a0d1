using System.Diagnostics;
using Millrace.Benchmarks.Ratios;

namespace Millrace.Benchmarks.Running;

/// <summary>Runs two sides as A B B A … so that drift of the machine falls on both alike, and gives the ratio of their times.</summary>
internal static class Interleaved
{
    private const int ShortPairs = 15;
    private const int LongPairs = 5;
    private const int BriefPairs = 101;
    private static readonly TimeSpan LongWork = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BriefWork = TimeSpan.FromMilliseconds(200);

    /// <summary>Time of <paramref name="a"/> divided by time of <paramref name="b"/>: the median over pairs. Each side returns the hash of its result.</summary>
    /// <param name="a">The side that is judged.</param>
    /// <param name="b">The side it is judged against.</param>
    /// <param name="conditions">Shapes, batch, threads, kernel path.</param>
    /// <param name="sameHash">Whether both sides must return the same hash in every run.</param>
    /// <param name="cancellationToken">Stops between runs.</param>
    public static async Task<Measurement> RunAsync(
        Func<Task<string>> a, Func<Task<string>> b, string conditions, bool sameHash, CancellationToken cancellationToken)
    {
        var expectedA = await a();
        var warm = await TimeAsync(b, null);
        var expectedB = warm.Hash;
        if (sameHash && expectedA != expectedB)
        {
            throw new WrongResultException($"the two sides differ: {expectedA} and {expectedB}");
        }

        var pairs = warm.Elapsed > LongWork ? LongPairs : warm.Elapsed > BriefWork ? ShortPairs : BriefPairs;
        var ratios = new double[pairs];
        for (var pair = 0; pair < pairs; pair++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = await TimeAsync(pair % 2 == 0 ? a : b, pair % 2 == 0 ? expectedA : expectedB);
            var second = await TimeAsync(pair % 2 == 0 ? b : a, pair % 2 == 0 ? expectedB : expectedA);
            var (timeA, timeB) = pair % 2 == 0 ? (first.Elapsed, second.Elapsed) : (second.Elapsed, first.Elapsed);
            ratios[pair] = timeA / timeB;
        }

        Array.Sort(ratios);
        return new Measurement(ratios[pairs / 2], ratios[pairs / 4], ratios[pairs - 1 - (pairs / 4)], pairs, conditions, expectedA);
    }

    private static async Task<(TimeSpan Elapsed, string Hash)> TimeAsync(Func<Task<string>> side, string? expected)
    {
        var start = Stopwatch.GetTimestamp();
        var hash = await side();
        var elapsed = Stopwatch.GetElapsedTime(start);
        return expected is null || expected == hash
            ? (elapsed, hash)
            : throw new WrongResultException($"a side returned {hash} where it returned {expected} before");
    }
}
