using Millrace.Training.Lanes;

namespace Millrace.Training.Ranks;

/// <summary>Where a rank process finds lanes.</summary>
internal sealed record LaneReference(string Folder, string Run, string FeatureHash, int Lanes)
{
    public static LaneReference To(LaneStoreOptions options) => new(Path.GetFullPath(options.Folder!), options.Run, options.FeatureHash, options.Lanes);

    /// <summary>Opens and checks the lanes of one rank.</summary>
    public Task<LaneStore> OpenAsync(LaneRange owned, CancellationToken cancellationToken) =>
        LaneStore.OpenAsync(
            new LaneStoreOptions { Folder = Folder, Run = Run, FeatureHash = FeatureHash, Lanes = Lanes, Owned = owned }, cancellationToken);
}
