using Millrace.Training.Lanes;
using Millrace.Training.Networks;

namespace Millrace.Training;

/// <summary>
/// Metric sums over the validation rows: each part's rows in lane order, by the lane tree, over ranks in the same tree; then the
/// parts in order. One exchange for the whole pass.
/// </summary>
internal sealed class Validator : IDisposable
{
    private const int LeastPartRows = 4096;
    private readonly RankContext _context;
    private readonly StepFeed _feed;
    private readonly StepSums _sums;
    private readonly long _parts;
    private readonly double[] _all;
    private readonly int[] _starts;
    private float[] _predictions = [];

    public Validator(RankContext context, long validationRows)
    {
        _context = context;
        _parts = StepSplit.Steps(validationRows, Math.Max(context.Plan.BatchRows, LeastPartRows));
        _sums = new StepSums(context.Network);
        _all = new double[checked((_parts * _sums.Values.Length) + 1)];
        _starts = new int[context.Lanes.Count + 1];
        var settings = new StepFeedSettings { Steps = _parts, Seed = 0, Shuffled = false, MaxLength = context.Plan.Input.MaxLength };
        _feed = new StepFeed(context.Validation!, context.Lanes, settings, (1, 0));
    }

    /// <summary>The metrics of <paramref name="weights"/>, or null where a rank was cancelled on the way.</summary>
    public IReadOnlyDictionary<string, double>? Run(float[] weights, NetworkWorkspace workspace, long step, CancellationToken cancellationToken)
    {
        Fill(weights, workspace, cancellationToken);
        _all[^1] = cancellationToken.IsCancellationRequested ? 1 : 0;
        _context.Collective.AllReduce(_all, step);
        return _all[^1] > 0 ? null : Metrics(_context.Plan, _context.Network, _all.AsSpan(0, _all.Length - 1));
    }

    /// <summary>The rank's own sums, part after part, before they are added over ranks.</summary>
    public double[] Sums(float[] weights, NetworkWorkspace workspace)
    {
        Fill(weights, workspace, CancellationToken.None);
        return _all[..^1];
    }

    /// <summary>The metrics out of sums over all ranks: parts in order.</summary>
    public static IReadOnlyDictionary<string, double> Metrics(TrainingPlan plan, Network network, ReadOnlySpan<double> all)
    {
        var sums = new StepSums(network);
        for (var i = 0; i < all.Length; i++)
        {
            sums.Values[i % sums.Values.Length] += all[i];
        }

        return ValidationMetrics.Of(plan.Targets, sums);
    }

    private void Fill(float[] weights, NetworkWorkspace workspace, CancellationToken cancellationToken)
    {
        Array.Clear(_all);
        for (var part = 0L; part < _parts; part++)
        {
            // A cancelled rank goes on taking parts, so that its feed stays in step for a later pass.
            var batch = _feed.Take();
            if (cancellationToken.IsCancellationRequested)
            {
                continue;
            }

            var input = batch.Input(0, _context.Lanes.Count, _starts, 0, 0);
            var elements = input.Rows * _context.Network.PredictionCount;
            _predictions = _predictions.Length >= elements ? _predictions : new float[elements];
            _context.Network.Evaluate(input, weights, workspace, _predictions, _sums);
            _sums.Values.CopyTo(_all, part * _sums.Values.Length);
        }
    }

    public void Dispose() => _feed.Dispose();
}
