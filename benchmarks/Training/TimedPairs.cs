using Millrace.Benchmarks.Ratios;

namespace Millrace.Benchmarks.Training;

/// <summary>Two sides that time themselves, so that making their inputs is not part of it, as A B B A … on one thread.</summary>
internal static class TimedPairs
{
    private const int Pairs = 15;

    /// <summary>Time of <paramref name="a"/> divided by time of <paramref name="b"/>: median and quartiles over fifteen pairs.</summary>
    /// <param name="a">One side.</param>
    /// <param name="b">The other.</param>
    /// <param name="conditions">Shapes, batch, threads, kernel path.</param>
    /// <param name="sameHash">Whether both sides compute the same.</param>
    /// <param name="cancellationToken">Stops between runs.</param>
    public static Measurement Run(Func<Timed> a, Func<Timed> b, string conditions, bool sameHash, CancellationToken cancellationToken)
    {
        // Twice: the first run of a side is compiled while it runs.
        (a(), b()).ToString();
        var (expectedA, expectedB) = (a().Hash, b().Hash);
        if (sameHash && expectedA != expectedB)
        {
            throw new WrongResultException($"the two sides differ: {expectedA} and {expectedB}");
        }

        var ratios = new double[Pairs];
        for (var pair = 0; pair < Pairs; pair++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (first, second) = pair % 2 == 0 ? (a, b) : (b, a);
            var (one, two) = (first(), second());
            var (timeA, timeB) = pair % 2 == 0 ? (one, two) : (two, one);
            if (timeA.Hash != expectedA || timeB.Hash != expectedB)
            {
                throw new WrongResultException($"the sides returned {timeA.Hash} and {timeB.Hash}, before {expectedA} and {expectedB}");
            }

            ratios[pair] = timeA.Elapsed / timeB.Elapsed;
        }

        return Of(ratios, conditions, expectedA);
    }

    /// <summary>Median and quartiles.</summary>
    public static Measurement Of(double[] values, string conditions, string hash)
    {
        Array.Sort(values);
        var count = values.Length;
        return new Measurement(values[count / 2], values[count / 4], values[count - 1 - (count / 4)], count, conditions, hash.Length > 16 ? hash[..16] : hash);
    }

    /// <summary>Runs a measurement on a thread of its own that stays on core 0.</summary>
    public static Task<Measurement> OnPinnedThread(Func<Measurement> measure, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () =>
        {
            Running.Pinning.PinToCore(0);
            return measure();
        },
        cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
