using Millrace.Training.Lanes;

namespace Millrace.Benchmarks.Training;

/// <summary>Random rows in lane files made of a row-major Arrow feature file, in a folder that goes with it.</summary>
internal sealed class TemporaryLanes : IDisposable
{
    private readonly string _folder;

    private TemporaryLanes(string folder, LaneStore store) => (_folder, Store) = (folder, store);

    public LaneStore Store { get; }

    public static async Task<TemporaryLanes> MakeAsync(int rows, int lanes, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("millrace-lanes").FullName;
        try
        {
            var file = Path.Combine(folder, "features.arrow");
            await FeatureFile.WriteAsync(file, rows, SyntheticTraining.Features, cancellationToken);
            var options = new LaneStoreOptions { Folder = folder, AlwaysSpool = true, Lanes = lanes };
            return new TemporaryLanes(folder, await LaneStore.BuildAsync(cancel => FeatureFile.ReadAsync(file, cancel), options, cancellationToken));
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public void Dispose()
    {
        Store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
