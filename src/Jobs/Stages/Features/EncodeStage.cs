using Millrace.Features.Splitting;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Stages.Features;

/// <summary>Clean rows → feature files, by the frozen feature model.</summary>
internal sealed class EncodeStage(IPlace place, CleanFiles files, JobSpec job, int lanes)
{
    /// <summary>Name in ledger and display.</summary>
    public const string Name = "encode";

    private static readonly SplitPart[] Parts = [SplitPart.Train, SplitPart.Validation, SplitPart.Test];

    /// <summary>Encodes every part.</summary>
    public async Task<EncodeResult> RunAsync(PartRows rows, FitResult fit, string key, StageScope scope, CancellationToken cancellationToken)
    {
        var folder = scope.Folder.Place("work", "features");
        var request = new WorkRequest
        {
            Stage = Name,
            Key = key,
            Inputs = await files.PinAsync(rows, cancellationToken),
            Folders = Parts.ToDictionary(FeatureKinds.Of, part => Path.Combine(folder, FeatureKinds.Of(part))),
        };
        var work = new EncodeWork(EncodeSettings.Of(LearningSettings.Of(job), scope.Folder.Place(fit.File), lanes));
        return Collect(await place.RunAsync(work, request, cancellationToken), scope);
    }

    private static EncodeResult Collect(WorkResult<EncodeStatistics> done, StageScope scope)
    {
        foreach (var part in Parts)
        {
            var content = done.Statistics.ContentOf(part);
            scope.Commit($"features_{FeatureKinds.Of(part)}", done.PathsOf(FeatureKinds.Of(part)), content.Rows, content.ToString());
        }

        return new EncodeResult
        {
            TrainFiles = Relative(SplitPart.Train),
            ValidationFiles = Relative(SplitPart.Validation),
            TestFiles = Relative(SplitPart.Test),
            TrainRows = done.Statistics.ContentOf(SplitPart.Train).Rows,
            ValidationRows = done.Statistics.ContentOf(SplitPart.Validation).Rows,
            TestRows = done.Statistics.ContentOf(SplitPart.Test).Rows,
            TestCounts = done.Statistics.Test.Columns,
            TestRowsWithoutLabel = done.Statistics.Test.WithoutLabel,
        };

        IReadOnlyList<string> Relative(SplitPart part) => [.. done.PathsOf(FeatureKinds.Of(part)).Select(scope.Folder.Relative)];
    }
}
