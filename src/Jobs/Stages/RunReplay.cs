using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;
using Millrace.Jobs.Stages.Model;
using Millrace.Training;

namespace Millrace.Jobs.Stages;

/// <summary>Computes one step of a finished run again: job, encoders and row counts from its manifest, rows from its encoded files, state from its checkpoints.</summary>
internal static class RunReplay
{
    /// <summary>Computes the step and compares it with what the run left.</summary>
    /// <param name="runFolder">The run folder, a full path.</param>
    /// <param name="step">The step, from 1.</param>
    /// <param name="ranks">Ranks to compute with.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    /// <exception cref="JobFailedException">The folder holds no finished run that trained, or its work files are gone.</exception>
    public static async Task<ReplayedStep> StepAsync(string runFolder, long step, int ranks, CancellationToken cancellationToken)
    {
        var manifestFile = Path.Combine(runFolder, "manifest.json");
        if (!File.Exists(manifestFile))
        {
            throw new JobFailedException($"{runFolder} holds no finished run: there is no manifest.json. Run the job first, or give its run folder.");
        }

        using var folder = RunFolder.Open(runFolder);
        var manifest = JsonNode.Parse(await File.ReadAllBytesAsync(manifestFile, cancellationToken))!;
        var job = JobFile.Parse(Encoding.UTF8.GetBytes(manifest["job"]!.ToJsonString()), manifestFile);
        var (fit, _) = await PartAsync<FitResult>(folder, manifest, "features", cancellationToken);
        var (encoded, _) = await PartAsync<EncodeResult>(folder, manifest, "encode", cancellationToken);
        var (trained, key) = await PartAsync<TrainStageResult>(folder, manifest, TrainStage.Name, cancellationToken);
        var plan = TrainingPlans.Of(job, fit.Layout, fit.Sha256, encoded.TrainRows);
        var request = TrainStage.RequestOf(folder, job, plan, key, encoded) with { FeatureNames = fit.Layout.Dense };
        if (request.TrainFiles.Concat(request.ValidationFiles).FirstOrDefault(file => !File.Exists(file)) is { } gone)
        {
            throw new JobFailedException($"The encoded rows of the run are gone ({gone}): run the job again to make them.");
        }

        using var train = await EmbeddedTraining.DealAsync(request, request.TrainFiles, "replay-train", cancellationToken);
        using var validation = request.ValidationRows == 0
            ? null
            : await EmbeddedTraining.DealAsync(request, request.ValidationFiles, "replay-validation", cancellationToken);
        try
        {
            var result = await Replay.StepAsync(request.Plan, train, validation, request.CheckpointFolder, step, ranks, cancellationToken);
            return new ReplayedStep(result, Compare(result, trained));
        }
        finally
        {
            train.DeleteFiles();
            validation?.DeleteFiles();
        }
    }

    private static SortedDictionary<string, bool> Compare(ReplayResult result, TrainStageResult trained)
    {
        var compared = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        if (result.ExpectedSha256 is { } expected)
        {
            compared["parameters of the checkpoint after this step"] = expected == result.ParametersSha256;
        }

        if (trained.History.FirstOrDefault(epoch => epoch.Step == result.ToStep) is { } record)
        {
            compared["gradient norm and rate in metrics.jsonl"] = record.GradientNorm.Equals(result.GradientNorm) && record.Rate.Equals(result.Rate);
        }

        return compared;
    }

    private static async Task<(T Result, string Key)> PartAsync<T>(RunFolder folder, JsonNode manifest, string stage, CancellationToken cancellationToken)
    {
        var key = (string?)manifest["stages"]!.AsArray().FirstOrDefault(entry => (string?)entry!["name"] == stage)?["key"]
            ?? throw new JobFailedException($"{folder.Root} holds a run without the stage {stage}: it trained nothing that could be computed again.");
        var part = JsonSerializer.Deserialize<StagePart>(await File.ReadAllBytesAsync(Path.Combine(folder.Parts, stage + ".json"), cancellationToken), LedgerJson.Options);
        return part?.Key == key
            ? (part.Result.Deserialize<T>(LedgerJson.Options)!, key)
            : throw new JobFailedException($"{folder.Root}: the part of stage {stage} is not the one that the manifest names. Run the job again.");
    }
}
