using System.Security.Cryptography;
using System.Text.Json;
using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Labels;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Export;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;
using Millrace.Training;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Jobs.Stages.Model;

/// <summary>Writes the trained model as ONNX and holds every file against Microsoft.ML.OnnxRuntime before it is committed.</summary>
internal sealed class ExportStage(IEngine engine, CleanFiles files, ExportSpec spec)
{
    public const string Name = "export";
    private const string NetworkName = "network.onnx";
    private const string RawName = "raw.onnx";

    /// <summary>Writes what the job asks for.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="fit">The encoders.</param>
    /// <param name="cleanFiles">Clean rows, relative to the run folder: the model over raw values is tried on some.</param>
    /// <param name="scope">The stage's scope.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="JobFailedException">An exported model is not the model.</exception>
    public async Task<ExportResult> RunAsync(
        TrainStageResult trained, FitResult fit, IReadOnlyList<string> cleanFiles, StageScope scope, CancellationToken cancellationToken)
    {
        var model = await TrainedModel.LoadAsync(scope.Folder.Place(trained.ModelFile), cancellationToken);
        var features = FeatureModel.FromJson(await File.ReadAllBytesAsync(scope.Folder.Place(fit.File), cancellationToken));
        var bound = BoundOf(model.Plan.Targets, features.Layout.Labels);
        var result = new ExportResult();
        File.Delete(scope.Folder.Place("model", NetworkName));
        File.Delete(scope.Folder.Place("model", RawName));
        if (NetworkOnnx.Obstacle(model.Network) is { } obstacle)
        {
            return result with { Obstacles = [obstacle] };
        }

        if (spec.Onnx)
        {
            var graph = Described(model, features);
            NetworkOnnx.AddWithInputs(graph, model.Network, model.Weights);
            var bytes = graph.ToModel();
            var difference = NetworkCheck.Require(bytes, model.Network, model.Weights.Span, bound);
            var (file, hash) = await WriteAsync("onnx", NetworkName, bytes, scope, cancellationToken);
            result = result with { NetworkFile = file, NetworkSha256 = hash, NetworkDifference = difference };
        }

        return spec.Raw ? await WriteRawAsync(result, new Trained(model, features, bound), cleanFiles, scope, cancellationToken) : result;
    }

    private async Task<ExportResult> WriteRawAsync(
        ExportResult result, Trained trained, IReadOnlyList<string> cleanFiles, StageScope scope, CancellationToken cancellationToken)
    {
        var (model, features, bound) = trained;
        if (RawOnnx.Obstacles(features) is { Count: > 0 } obstacles)
        {
            return result with { Obstacles = obstacles };
        }

        var graph = Described(model, features);
        RawOnnx.Add(graph, features, model);
        var bytes = graph.ToModel();
        var difference = 0.0;
        var clean = await files.PinAsync(cleanFiles, RowRole.Main, cancellationToken);
        string[] columns = [.. features.Columns.Select(column => column.Name)];
        if (!FirstRows.Look(engine, clean.Snapshot, columns, rows => difference = RawCheck.Require(bytes, features, model, rows, bound), cancellationToken))
        {
            return result with { Obstacles = ["there are no clean rows to try the model over raw values on"] };
        }

        var (file, hash) = await WriteAsync("onnx_raw", RawName, bytes, scope, cancellationToken);
        return result with { RawFile = file, RawSha256 = hash, RawDifference = difference };
    }

    private static async Task<(string File, string Sha256)> WriteAsync(string output, string name, byte[] bytes, StageScope scope, CancellationToken cancellationToken)
    {
        var file = scope.Folder.Place("model", name);
        await AtomicFile.WriteAsync(file, bytes, cancellationToken);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        scope.Commit(output, [file], rows: null, hash);
        return (scope.Folder.Relative(file), hash);
    }

    /// <summary>A graph that says what it was made from and what its predictions are.</summary>
    private static OnnxGraph Described(TrainedModel model, FeatureModel features)
    {
        var graph = new OnnxGraph();
        graph.Describe("weights_sha256", model.WeightsSha256);
        graph.Describe("features_sha256", features.Sha256);
        graph.Describe("plan_sha256", model.Plan.Hash);
        graph.Describe("predictions", JsonSerializer.Serialize(PredictionNames.Of(features.Layout.Labels)));
        graph.Describe("reproducible", model.Reproducible ? "true" : "false: stopped by time");
        return graph;
    }

    private static OnnxBound BoundOf(IReadOnlyList<TargetSpec> targets, IReadOnlyList<LabelLayout> labels) => new(
    [
        .. targets.SelectMany((target, at) => target.Loss switch
        {
            CrossEntropyLossSpec => Enumerable.Repeat(1.0, target.Classes),
            LogisticLossSpec or PoissonLossSpec => [1.0],
            _ => [labels[at].Deviation],
        }),
    ]);

    /// <summary>What is exported, and how far off the runtime may be.</summary>
    private sealed record Trained(TrainedModel Model, FeatureModel Features, OnnxBound Bound);
}
