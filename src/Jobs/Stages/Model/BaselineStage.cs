using Millrace.Features.Encoders;
using Millrace.Jobs.Baselines;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Metrics;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;

namespace Millrace.Jobs.Stages.Model;

/// <summary>Trains the baselines on the rows that the network had, and says how sure the difference is.</summary>
internal sealed class BaselineStage(RunFolder folder, JobSpec job, FeatureLayout layout)
{
    private readonly TrainingTask _task = job.Training!.Task;

    /// <summary>Whether a job has any baseline.</summary>
    public static bool HasAny(BaselineSpec spec) => spec.Linear || spec.Lightgbm || spec.Naive is not null;

    /// <summary>Trains, scores and compares.</summary>
    public async Task<BaselineStageResult> RunAsync(EncodeResult encoded, EvaluateResult network, CancellationToken cancellationToken)
    {
        var data = new BaselineData
        {
            TrainFiles = Places(encoded.TrainFiles),
            ValidationFiles = Places(encoded.ValidationFiles),
            TestFiles = Places(encoded.TestFiles),
            TemporaryFolder = folder.Temporary,
            Classes = _task == TrainingTask.Regression ? 0 : layout.Labels[0].Classes.Count,
            Floats = FloatsOf(layout),
        };
        var results = (await BaselineRunner.RunAsync(job.Baselines, data, _task, cancellationToken)).ToList();
        if (job.Baselines.Naive is { } column && NaiveForecast.StepOf(job.Features!, column) is { } step)
        {
            results.Add(await NaiveForecast.ScoreAsync(column, step, layout, data, cancellationToken));
        }

        try
        {
            return new BaselineStageResult([.. results.Select(result => ScoreOf(result, network))]);
        }
        finally
        {
            results.ForEach(result => result.Dispose());
        }
    }

    private BaselineScore ScoreOf(BaselineResult result, EvaluateResult network)
    {
        var rows = FloatFile.Rows(folder.Place(network.LabelsFile), width: 1);
        return new BaselineScore
        {
            Name = result.Name,
            Details = result.Details,
            TrainingRows = result.TrainingRows,
            AvailableRows = result.AvailableRows,
            Validation = result.Validation.ToDictionary(StringComparer.Ordinal),
            Test = result.Test.ToDictionary(StringComparer.Ordinal),
            TestRows = result.TestRows,
            NetworkMinusThis = rows == 0 || result.TestRows != rows
                ? null
                : PairedBootstrap.Interval(NetworkLosses(network).Zip(result.TestLosses.ReadInOrder(), (mine, theirs) => (double)mine - theirs[0]), rows, job.Seed),
        };
    }

    // Both lie in the order of row ids.
    private IEnumerable<float> NetworkLosses(EvaluateResult network) =>
        FloatFile.Read(folder.Place(network.LabelsFile), width: 1)
            .Zip(FloatFile.Read(folder.Place(network.OutputsFile), network.Outputs), (label, outputs) => RowLoss.Of(_task, label[0], outputs));

    // Bins that stand beside the scaled number itself say nothing more to a tree, and would make the linear model something else than linear.
    private static List<int>? FloatsOf(FeatureLayout layout)
    {
        var bins = layout.Numbers.Where(number => number.Linear > 0)
            .SelectMany(number => Enumerable.Range(number.First + number.Linear, number.Bins)).ToHashSet();
        return bins.Count == 0 ? null : [.. Enumerable.Range(0, layout.Dense.Count).Where(column => !bins.Contains(column))];
    }

    private string[] Places(IReadOnlyList<string> files) => [.. files.Select(file => folder.Place(file))];
}
