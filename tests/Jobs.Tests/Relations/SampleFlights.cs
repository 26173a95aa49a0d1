using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Tests.Relations;

/// <summary>The flights sample, as far as the training table.</summary>
internal static class SampleFlights
{
    public static string Folder => Path.Combine(Repository.Root(), "samples");

    public static JobSpec Load() => JobFile.Load(Path.Combine(Folder, "nyc-flights.yaml"));

    /// <summary>The job with a training of so many epochs and without baselines; its files by full path.</summary>
    public static JobSpec WithEpochs(int epochs)
    {
        var job = Load();
        return job with
        {
            Training = job.Training! with { MaxEpochs = epochs },
            Baselines = new BaselineSpec { Linear = false, Lightgbm = false },
            Input = job.Input with { Files = [.. job.Input.Files.Select(Full)] },
            Inputs = job.Inputs.ToDictionary(input => input.Key, input => input.Value with { Input = input.Value.Input with { Files = [.. input.Value.Input.Files.Select(Full)] } }),
        };
    }

    private static string Full(string file) => Path.GetFullPath(file, Folder);
}
