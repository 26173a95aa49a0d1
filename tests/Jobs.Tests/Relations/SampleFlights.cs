using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Tests.Relations;

/// <summary>The flights sample, as far as the training table.</summary>
internal static class SampleFlights
{
    public static string Folder => Path.Combine(Repository.Root(), "samples");

    public static JobSpec Load() => JobFile.Load(Path.Combine(Folder, "nyc-flights.yaml"));

    /// <summary>The job without what comes after the relation stage; its files by full path.</summary>
    public static JobSpec WithoutTraining() => Load(null);

    /// <summary>The job with a short training and without baselines; its files by full path.</summary>
    public static JobSpec WithShortTraining() => Load(6);

    private static JobSpec Load(int? epochs)
    {
        var job = Load();
        return job with
        {
            Features = epochs is null ? null : job.Features,
            Network = epochs is null ? null : job.Network,
            Training = epochs is { } most ? job.Training! with { MaxEpochs = most } : null,
            Baselines = new BaselineSpec { Linear = false, Lightgbm = false },
            Input = job.Input with { Files = [.. job.Input.Files.Select(Full)] },
            Inputs = job.Inputs.ToDictionary(input => input.Key, input => input.Value with { Input = input.Value.Input with { Files = [.. input.Value.Input.Files.Select(Full)] } }),
        };
    }

    private static string Full(string file) => Path.GetFullPath(file, Folder);
}
