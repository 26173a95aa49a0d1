using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Stages.Features;

/// <summary>Fits the encoders: a pass of its own over the training rows, then frozen. A column of very many categories takes a second pass.</summary>
internal sealed class FitStage(IPlace place, IEngine engine, CleanFiles files, JobSpec job)
{
    /// <summary>Name in ledger and display.</summary>
    public const string Name = "features";

    public const string FileName = "features.json";

    /// <summary>Fits and writes <c>features.json</c>.</summary>
    public async Task<FitResult> RunAsync(PartRows rows, string key, StageScope scope, CancellationToken cancellationToken)
    {
        var request = new WorkRequest { Stage = Name, Key = key, Inputs = [await files.PinAsync(rows.Clean, RowRole.Main, cancellationToken)] };
        var learning = LearningSettings.Of(job);
        var fit = (await place.RunAsync(new FitWork(learning), request, cancellationToken)).Statistics;
        var model = fit.Finish(await new CategoriesPass(place, engine, scope.Folder).RunAsync(learning, fit.Uncounted, request, cancellationToken));
        var file = scope.Folder.Place(FileName);
        await AtomicFile.WriteAsync(file, model.ToJson(), cancellationToken);
        scope.Commit("features", [file], rows: null, model.Sha256);
        return new FitResult(FileName, model.Sha256, model.Layout);
    }
}
