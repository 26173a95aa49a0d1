using Millrace.Features.Encoders;
using Millrace.Features.Splitting;
using Millrace.Jobs.Ledger;

namespace Millrace.Jobs.Stages.Features;

/// <summary>Fits the encoders: a pass of its own over the training rows, then frozen.</summary>
internal sealed class FitStage(CleanFiles files, Splitter splitter, FeaturePlan plan, int readers)
{
    public const string FileName = "features.json";

    /// <summary>Fits and writes <c>features.json</c>.</summary>
    public async Task<FitResult> RunAsync(PartRows rows, StageScope scope, CancellationToken cancellationToken)
    {
        var fits = Enumerable.Range(0, readers).Select(_ => new FeatureFit(plan)).ToArray();
        await files.VisitAsync(
            rows.Clean,
            columns: null,
            (reader, batch, _) =>
            {
                var parts = new SplitPart[batch.Length];
                splitter.Assign(batch, parts);
                fits[reader].Add(batch, parts);
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        foreach (var fit in fits.AsSpan(1))
        {
            fits[0].Merge(fit);
        }

        var model = fits[0].Finish();
        var file = scope.Folder.Place(FileName);
        await AtomicFile.WriteAsync(file, model.ToJson(), cancellationToken);
        scope.Commit("features", [file], rows: null, model.Sha256);
        return new FitResult(FileName, model.Sha256, model.Layout);
    }
}
