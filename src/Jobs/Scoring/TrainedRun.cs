using System.Text.Json;
using System.Text.Json.Nodes;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Scoring;

/// <summary>A finished run whose model scores: its job and its files, as its manifest names them.</summary>
internal sealed record TrainedRun
{
    /// <summary>The run folder; a full path.</summary>
    public required string Folder { get; init; }

    /// <summary>The job as it was run.</summary>
    public required JobSpec Job { get; init; }

    /// <summary>Full path of the frozen feature model.</summary>
    public required string FeaturesFile { get; init; }

    /// <summary>Its hash.</summary>
    public required string FeaturesSha256 { get; init; }

    /// <summary>Full path of the network.</summary>
    public required string ModelFile { get; init; }

    /// <summary>Hash of its weights.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>Full path of the profile of the clean training input.</summary>
    public required string ProfileFile { get; init; }

    /// <summary>Full path of the profile of what the relation stage made of it; null where it made no column.</summary>
    public string? TableProfileFile { get; init; }

    /// <summary>Opens a run folder.</summary>
    /// <exception cref="JobFailedException">There is no finished run with a model, or its manifest is damaged.</exception>
    public static async Task<TrainedRun> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "manifest.json");
        if (!File.Exists(file))
        {
            throw new JobFailedException($"{folder} holds no finished run: there is no manifest.json. Give the folder that `millrace run` named at its end.");
        }

        try
        {
            var manifest = JsonNode.Parse(await File.ReadAllBytesAsync(file, cancellationToken))!;
            if (manifest["model"] is null)
            {
                throw new JobFailedException($"The run in {folder} trained no model, so it cannot score. Run a job with `features`, `network` and `training`.");
            }

            return new TrainedRun
            {
                Folder = folder,
                Job = JobFile.Parse(JsonSerializer.SerializeToUtf8Bytes(manifest["job"]), file),
                FeaturesFile = PathOf("features", ".json"),
                FeaturesSha256 = (string)manifest["outputs"]!["features"]!["content_hash"]!,
                ModelFile = PathOf("model", ".millrace"),
                WeightsSha256 = (string)manifest["model"]!["weights_sha256"]!,
                ProfileFile = PathOf("profile", ".json"),
                TableProfileFile = manifest["outputs"]!["table_profile"] is null ? null : PathOf("table_profile", ".json"),
            };

            string PathOf(string output, string ending) => Path.Combine(
                folder, manifest["outputs"]![output]!["files"]!.AsArray().Select(each => (string)each!["path"]!).First(path => path.EndsWith(ending, StringComparison.Ordinal)));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or NullReferenceException or JobFileException)
        {
            throw new JobFailedException($"{file} is damaged or of another version: {failure.Message} Run the job again.", failure);
        }
    }
}
