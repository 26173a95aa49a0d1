using System.Collections.Concurrent;
using Millrace.Features.Encoders;
using Millrace.Training;

namespace Millrace.Jobs.Scoring;

/// <summary>Models by their files: a process loads each once, however many shares it scores. Thread-safe.</summary>
internal sealed class ModelCache
{
    private readonly ConcurrentDictionary<(string Features, string Model, string Weights), Lazy<Task<(FeatureModel Features, TrainedModel Model)>>> _models = new();

    /// <summary>The feature model and the network of the settings.</summary>
    /// <exception cref="JobFailedException">A file is another one than was meant.</exception>
    public async Task<(FeatureModel Features, TrainedModel Model)> GetAsync(ScoreSettings settings)
    {
        var key = (settings.FeaturesSha256, settings.ModelFile, settings.WeightsSha256);
        try
        {
            // Not the caller's token: what one share loads serves all.
            return await _models.GetOrAdd(key, _ => new(() => LoadAsync(settings, CancellationToken.None))).Value;
        }
        catch
        {
            _models.TryRemove(key, out _);
            throw;
        }
    }

    private static async Task<(FeatureModel Features, TrainedModel Model)> LoadAsync(ScoreSettings settings, CancellationToken cancellationToken)
    {
        var features = FeatureModel.FromJson(await File.ReadAllBytesAsync(settings.FeaturesFile, cancellationToken));
        var model = await TrainedModel.LoadAsync(settings.ModelFile, cancellationToken);
        return features.Sha256 == settings.FeaturesSha256 && model.WeightsSha256 == settings.WeightsSha256
            ? (features, model)
            : throw new JobFailedException($"{settings.FeaturesFile} or {settings.ModelFile} is not the file that the run's manifest names; run the job again, or take an untouched copy of its run folder.");
    }
}
