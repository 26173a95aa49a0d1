using Millrace.Jobs.Baselines;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Specification;
using Millrace.Training;
using Millrace.Training.Calibration;
using Millrace.Training.Losses;

namespace Millrace.Jobs.Stages.Model;

/// <summary>Calibrates a trained model on validation rows: those of smallest keyed hash, whatever files they lie in.</summary>
internal static class Calibrator
{
    /// <summary>The calibrated model and what was done; the model as it is where there is nothing to calibrate, or nothing to do it with.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="folder">Where the files are.</param>
    /// <param name="validationFiles">Encoded validation rows, relative to the folder.</param>
    /// <param name="kind">How.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static async Task<(TrainedModel Model, IReadOnlyList<TargetCalibration> Done)> FitAsync(
        TrainedModel model, RunFolder folder, IReadOnlyList<string> validationFiles, CalibrationKind kind, CancellationToken cancellationToken)
    {
        if (kind == CalibrationKind.None || validationFiles.Count == 0 || !model.Plan.Targets.Any(target => target.Loss is LogisticLossSpec or CrossEntropyLossSpec))
        {
            return (model, []);
        }

        string[] files = [.. validationFiles.Select(file => folder.Place(file))];
        var fit = new TemperatureFit(model);
        var (_, threshold) = await FeatureFiles.SampleThresholdAsync(files, fit.MostRows, cancellationToken);
        await foreach (var batch in FeatureFiles.ReadAsync(files, cancellationToken))
        {
            fit.Add(batch, (high, low) => FeatureFiles.SampleHash(high, low) <= threshold);
        }

        var found = fit.Finish();
        return (model.WithTemperatures([.. found.Select(target => target?.Temperature ?? 1)]), [.. found.OfType<TargetCalibration>()]);
    }
}
