using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Millrace.Jobs.Metrics;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Baselines;

/// <summary>Trains the baselines of a job with Microsoft.ML and scores them on the rows that the network is scored on.</summary>
internal static class BaselineRunner
{
    private const int Seed = 1;

    /// <summary>Trains and scores what <paramref name="spec"/> asks for: linear first, then trees.</summary>
    /// <exception cref="JobFailedException">There is no training row, or the label has one value only.</exception>
    public static async Task<IReadOnlyList<BaselineResult>> RunAsync(
        BaselineSpec spec, BaselineData data, TrainingTask task, CancellationToken cancellationToken)
    {
        if (!spec.Linear && !spec.Lightgbm)
        {
            return [];
        }

        var (training, available) = await FeatureFiles.SampleAsync(data.TrainFiles, data, spec.MaxRows, cancellationToken);
        if (training is null)
        {
            throw new JobFailedException("The baselines have no training rows: the training part of the split is empty.");
        }

        if (training.Labels.Distinct().Take(2).Count() < 2)
        {
            throw new JobFailedException("The label has one value only in the training rows, so there is nothing to learn; look at its column and at the rules.");
        }

        var validation = await FeatureFiles.SampleAsync(data.ValidationFiles, data, spec.MaxRows, cancellationToken);
        var run = new Run(data, task, (training, available), validation);
        var linear = spec.Linear ? run.StartAsync(run.Linear, cancellationToken) : null;
        var trees = spec.Lightgbm ? LightGbmBaseline.LeafCounts.Select(leaves => run.StartAsync(context => run.Trees(context, leaves), cancellationToken)) : [];
        var candidates = await Task.WhenAll(trees);
        var results = new List<BaselineResult>();
        if (linear is not null)
        {
            results.Add(await run.ScoreAsync("linear", await linear, cancellationToken));
        }

        if (candidates.Length > 0)
        {
            results.Add(await run.ScoreAsync("lightgbm", Run.Better(candidates), cancellationToken));
        }

        return results;
    }

    /// <summary>A trained baseline with its metrics on the validation rows; null where there are none.</summary>
    private sealed record Candidate(IBaselineModel Model, MetricAccumulator? Validation, double Seconds);

    /// <summary>One run's rows and what is done with them.</summary>
    private sealed class Run(BaselineData data, TrainingTask task, (FeatureRows Sample, long Available) train, (FeatureRows? Sample, long Available) validate)
    {
        private readonly FeatureRows? _validation = validate.Sample;
        private readonly MlTable _table = new(train.Sample, data.Classes);
        private readonly int[] _order = train.Sample.OrderById();
        private readonly int[]? _validationOrder = validate.Sample?.OrderById();

        public IBaselineModel Linear(MLContext context) => LinearBaseline.Train(context, _table, train.Sample, _order, task);

        public MlModel Trees(MLContext context, int leaves)
        {
            var (transformer, details) = LightGbmBaseline.Train(
                context,
                _table.View(context, train.Sample, _order),
                _validation is null ? null : _table.View(context, _validation, _validationOrder),
                task,
                leaves);
            return new MlModel(context, transformer, _table, task, details);
        }

        // Microsoft.ML 5 cannot be told to stop (its switch is internal), so a cancelled run leaves a training behind that ends by itself, or
        // with the process; it holds memory but no file.
        public Task<Candidate> StartAsync(Func<MLContext, IBaselineModel> train, CancellationToken cancellationToken) => Task.Run(
            () =>
            {
                var start = Stopwatch.GetTimestamp();
                var context = new MLContext(Seed);
                var model = train(context);
                cancellationToken.ThrowIfCancellationRequested();
                var metrics = _validation is null ? null : Measure(model, _validation);
                return new Candidate(model, metrics, Stopwatch.GetElapsedTime(start).TotalSeconds);
            },
            cancellationToken).WaitAsync(cancellationToken);

        private int Outputs => task == TrainingTask.Multiclass ? data.Classes : 1;

        /// <summary>The candidate that is better on the deciding metric of the validation rows; of equals, and without such rows, the first.</summary>
        public static Candidate Better(IReadOnlyList<Candidate> candidates)
        {
            var best = candidates[0];
            foreach (var candidate in candidates.Skip(1))
            {
                if (candidate.Validation is { } metrics && best.Validation is { } bestMetrics)
                {
                    var value = metrics.Value(metrics.DecidingMetric);
                    var bestValue = bestMetrics.Value(metrics.DecidingMetric);
                    best = (metrics.LowerIsBetter ? value < bestValue : value > bestValue) ? candidate : best;
                }
            }

            return best;
        }

        public async Task<BaselineResult> ScoreAsync(string name, Candidate candidate, CancellationToken cancellationToken)
        {
            var start = Stopwatch.GetTimestamp();
            var metrics = MetricAccumulator.For(task, data.Classes);
            var losses = new IdSortedRows(data.TemporaryFolder, width: 1);
            await foreach (var batch in FeatureFiles.ReadAsync(data.TestFiles, cancellationToken))
            {
                var rows = FeatureRows.For(batch.Schema, data);
                rows.Append(batch, keep: null);
                var predicted = candidate.Model.Predict(rows);
                Add(metrics, rows, predicted);
                for (var row = 0; row < rows.Count; row++)
                {
                    losses.Add(rows.Ids[row].Hi, rows.Ids[row].Lo, [RowLoss.Of(task, rows.Labels[row], predicted.AsSpan(row * Outputs, Outputs))]);
                }
            }

            return new BaselineResult
            {
                Name = name,
                Details = candidate.Model.Details + ValidatedOn(),
                TrainingRows = train.Sample.Count,
                AvailableRows = train.Available,
                Validation = candidate.Validation?.Values ?? [],
                Test = metrics.Values,
                TestRows = metrics.Rows,
                TestLosses = losses,
                Seconds = Math.Round(candidate.Seconds + Stopwatch.GetElapsedTime(start).TotalSeconds, 3),
            };
        }

        private string ValidatedOn() => _validation is null || _validation.Count == validate.Available
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"; validated on the {_validation.Count:N0} of {validate.Available:N0} validation rows of smallest keyed hash");

        private MetricAccumulator Measure(IBaselineModel model, FeatureRows rows)
        {
            var metrics = MetricAccumulator.For(task, data.Classes);
            Add(metrics, rows, model.Predict(rows));
            return metrics;
        }

        private void Add(MetricAccumulator metrics, FeatureRows rows, float[] outputs)
        {
            for (var row = 0; row < rows.Count; row++)
            {
                metrics.Add(rows.Labels[row], outputs.AsSpan(row * Outputs, Outputs));
            }
        }
    }
}
