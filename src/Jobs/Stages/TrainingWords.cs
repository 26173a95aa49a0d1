using System.Globalization;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Binding;
using Millrace.Training;
using Millrace.Training.Losses;

namespace Millrace.Jobs.Stages;

/// <summary>How a network was trained, as name and value: for the report and the model card.</summary>
internal static class TrainingWords
{
    /// <summary>Why training ended, in words.</summary>
    public static string Stopped(StopReason reason) => reason switch
    {
        StopReason.Deadline => "stopped by time, not reproducible",
        StopReason.EarlyStopping => "early stopping",
        _ => "all epochs",
    };

    /// <summary>The lines, in order; none where nothing was trained.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(RunFacts facts)
    {
        if (facts is not { Trained: { } trained, Fit: { } fit, Job.Training: { } training })
        {
            return [];
        }

        var optimizer = Model.TrainingDefaults.Optimizer(training, facts.Job.Network?.Model == Millrace.Training.Networks.ModelKind.Tabular);
        return
        [
            new("features", $"{fit.Layout.Dense.Count} numbers, {fit.Layout.Categories.Count} categories, {fit.Layout.Sequences.Count} sequences"),
            new("weights", string.Create(CultureInfo.InvariantCulture, $"{trained.Parameters:N0}")),
            new("loss", LossWords(training.EffectiveLoss())),
            new("optimiser", string.Create(
                CultureInfo.InvariantCulture,
                $"{Tag(optimizer)} at {optimizer.Rate:G6}, decay {optimizer.WeightDecay:G6}{(optimizer.ClipNorm is { } norm ? $", clipped at {norm:G6}" : "")}")),
            new("schedule", Tag(training.Schedule)),
            new("weight averaging", optimizer.AverageDecay is { } decay ? string.Create(CultureInfo.InvariantCulture, $"exponential, {decay:G9} a step; these weights are the model") : "none"),
            new("batch", string.Create(
                CultureInfo.InvariantCulture,
                $"{trained.BatchRows:N0} rows over {training.Lanes} lanes{(training.Accumulation > 1 ? $", accumulated in {training.Accumulation} parts" : "")}")),
            new("epochs", string.Create(CultureInfo.InvariantCulture, $"{trained.History.Count} of at most {trained.MaxEpochs:N0}, the best is {trained.BestEpoch}")),
            new("steps", string.Create(CultureInfo.InvariantCulture, $"{trained.Steps:N0}, {trained.ClippedSteps:N0} clipped")),
            new("ended by", Stopped(trained.Reason)),
            new("weights' SHA-256", trained.WeightsSha256),
        ];
    }

    private static string LossWords(LossSpec loss)
    {
        var (weights, smoothing) = loss switch
        {
            CrossEntropyLossSpec cross => (cross.ClassWeights, cross.LabelSmoothing),
            LogisticLossSpec logistic => (logistic.ClassWeights, 0),
            _ => (null, 0.0),
        };
        var words = Tag(loss);
        words += smoothing > 0 ? string.Create(CultureInfo.InvariantCulture, $", label smoothing {smoothing:G6}") : "";
        return words + (weights is null ? "" : $", class weights {string.Join(" : ", weights.Select(weight => weight.ToString("G6", CultureInfo.InvariantCulture)))}");
    }

    private static string Tag<T>(T record)
        where T : notnull => ((UnionShape)JobShapes.Catalog.Of(typeof(T))).Of(record).Tag;
}
