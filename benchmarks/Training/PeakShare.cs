using Millrace.Benchmarks.Ratios;
using Millrace.Benchmarks.Running;

namespace Millrace.Benchmarks.Training;

/// <summary>
/// Work as a share of one core's multiply-add peak, which is measured before and after each run on the same pinned core: the
/// better of the two counts.
/// </summary>
internal static class PeakShare
{
    private const int Pairs = 15;

    /// <summary>Median and quartiles of the share over fifteen runs.</summary>
    /// <param name="work">One run; gives the hash of its result and the time.</param>
    /// <param name="multiplyAdds">Multiply-adds that one run really needs.</param>
    /// <param name="conditions">Shapes, batch, threads, kernel path.</param>
    /// <param name="cancellationToken">Stops between runs.</param>
    public static Measurement Measure(Func<Timed> work, double multiplyAdds, string conditions, CancellationToken cancellationToken)
    {
        work();
        var expected = work().Hash;
        MultiplyAddPeak.Measure();
        var shares = new double[Pairs];
        for (var pair = 0; pair < Pairs; pair++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var before = MultiplyAddPeak.Measure();
            var run = work();
            var peak = Math.Max(before, MultiplyAddPeak.Measure());
            if (run.Hash != expected)
            {
                throw new WrongResultException($"the result is {run.Hash}, and was {expected} before");
            }

            shares[pair] = multiplyAdds / run.Elapsed.TotalSeconds / peak;
        }

        return TimedPairs.Of(shares, $"{conditions}, one thread, {MultiplyAddPeak.Measure() / 1e9:0} billion multiply-adds a second", expected);
    }
}
