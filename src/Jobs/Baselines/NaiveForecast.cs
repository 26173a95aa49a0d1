using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Numbers;
using Millrace.Jobs.Metrics;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Baselines;

/// <summary>
/// A forecast that stands in the rows already, such as the value of the same weekday a week before: nothing is trained. The column is a feature too, so the network
/// may lean on it.
/// </summary>
internal static class NaiveForecast
{
    /// <summary>Its name in manifest, summary and report.</summary>
    public const string Name = "naive";

    /// <summary>The step that brings the column into the features as it is; null where there is none.</summary>
    public static PassThroughSpec? StepOf(FeatureSpec features, string column) =>
        features.Columns.TryGetValue(column, out var steps) && steps.Count > 0 ? steps[0] as PassThroughSpec : null;

    /// <summary>Scores the column on the validation and test rows.</summary>
    /// <param name="column">The column.</param>
    /// <param name="step">How it was encoded, to undo it.</param>
    /// <param name="layout">Where it stands among the features.</param>
    /// <param name="data">The encoded rows.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static async Task<BaselineResult> ScoreAsync(
        string column, PassThroughSpec step, FeatureLayout layout, BaselineData data, CancellationToken cancellationToken)
    {
        var own = data with { Floats = [layout.Dense.ToList().IndexOf(column)] };
        var validation = await ScoreAsync(own.ValidationFiles, own, step, losses: null, cancellationToken);
        var losses = new IdSortedRows(data.TemporaryFolder, width: 1);
        var test = await ScoreAsync(own.TestFiles, own, step, losses, cancellationToken);
        return new BaselineResult
        {
            Name = Name,
            Details = $"the column {column}, nothing is trained",
            TrainingRows = 0,
            AvailableRows = 0,
            Validation = validation.Rows == 0 ? [] : validation.Values,
            Test = test.Values,
            TestRows = test.Rows,
            TestLosses = losses,
            Seconds = 0,
        };
    }

    private static async Task<MetricAccumulator> ScoreAsync(
        IReadOnlyList<string> files, BaselineData data, PassThroughSpec step, IdSortedRows? losses, CancellationToken cancellationToken)
    {
        var metrics = MetricAccumulator.For(TrainingTask.Regression, 0);
        await foreach (var batch in FeatureFiles.ReadAsync(files, cancellationToken))
        {
            var rows = FeatureRows.For(batch.Schema, data);
            rows.Append(batch, keep: null);
            for (var row = 0; row < rows.Count; row++)
            {
                var output = (float)((rows.X[row] * step.DivideBy) + step.Subtract);
                metrics.Add(rows.Labels[row], [output]);
                losses?.Add(rows.Ids[row].Hi, rows.Ids[row].Lo, [RowLoss.Of(TrainingTask.Regression, rows.Labels[row], [output])]);
            }
        }

        return metrics;
    }
}
