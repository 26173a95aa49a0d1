namespace Millrace.Training.Lanes;

/// <summary>Writes the lanes of a source to files that other processes of this machine can open.</summary>
internal static class LaneFiles
{
    /// <summary>Options that open the files of <paramref name="source"/>; what lies in memory is written to <paramref name="folder"/> first.</summary>
    public static async Task<LaneStoreOptions> EnsureAsync(ILaneSource source, string folder, string run, CancellationToken cancellationToken)
    {
        if (source is LaneStore { Files.Count: > 0 } store)
        {
            return store.Options;
        }

        Directory.CreateDirectory(folder);
        var options = new LaneStoreOptions { Lanes = source.Lanes, Folder = folder, Run = run, FeatureHash = "memory" };
        for (var lane = 0; lane < source.Lanes; lane++)
        {
            var current = lane;
            var header = new SpoolHeader
            {
                Run = run,
                FeatureHash = options.FeatureHash,
                Lane = lane,
                Lanes = source.Lanes,
                Rows = source.Rows(lane),
                Layout = source.Layout,
            };
            await SpoolFile.WriteAsync(options.FileOf(lane), options.FileOf(lane) + ".tmp", header, append =>
            {
                var block = new byte[ILaneSource.BlockRows * source.Layout.RecordBytes];
                for (var b = 0; b * (long)ILaneSource.BlockRows < source.Rows(current); b++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    append(block, source.ReadBlock(current, b, block));
                }

                return Task.CompletedTask;
            });
        }

        return options;
    }
}
