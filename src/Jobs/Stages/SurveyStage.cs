using System.Diagnostics;
using System.Globalization;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages;

/// <summary>Reads footers and pins the files of an input; says what is left out and what differs.</summary>
internal sealed class SurveyStage(RunContext run)
{
    /// <summary>Pins the files.</summary>
    /// <param name="spec">Which files.</param>
    /// <param name="stage">Name in display and findings.</param>
    /// <param name="except">What another input reads and this one therefore does not.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public async Task<Snapshot> RunAsync(InputSpec spec, string stage, IReadOnlyList<string> except, CancellationToken cancellationToken)
    {
        run.Display.StageStarted(stage, "reading footers");
        var start = Stopwatch.GetTimestamp();
        var snapshot = await run.Ledger.RunAlwaysAsync(stage, token => PinAsync(spec, stage, except, token), RecordOf, cancellationToken);
        foreach (var bad in snapshot.BadFiles)
        {
            run.Found(FindingSeverity.Warning, stage, $"{bad.Path} is left out: {bad.Reason}");
        }

        foreach (var difference in snapshot.Differences)
        {
            run.Found(FindingSeverity.Note, stage, difference.ToSentence());
        }

        var rows = snapshot.Rows is { } known ? string.Create(CultureInfo.InvariantCulture, $", {known:N0} rows") : "";
        run.Display.StageFinished(new StageOutcome(stage, Reused: false, Stopwatch.GetElapsedTime(start), $"{ProgressWords.Count(snapshot.Files.Count, "file")}{rows}"));
        return snapshot;
    }

    private static (string Key, object Record) RecordOf(Snapshot snapshot) =>
        (SnapshotKey.Of(snapshot), new SurveyRecord(snapshot.Files.Count, snapshot.BadFiles.Count, snapshot.Rows, snapshot.Bytes));

    private async Task<Snapshot> PinAsync(InputSpec spec, string stage, IReadOnlyList<string> except, CancellationToken cancellationToken)
    {
        if (spec.Table is not { } table)
        {
            var surveyed = await new Surveyor(new SurveyOptions { Except = except }).SurveyAsync(spec, run.Options.JobFolder, cancellationToken);
            RefuseOwnOutputs(surveyed);
            return surveyed;
        }

        await run.Place.OpenAsync(cancellationToken);
        var snapshot = await run.Place.SurveyTableAsync(spec, cancellationToken);
        if (snapshot.TablePin is null)
        {
            run.Found(FindingSeverity.Warning, stage, $"{table} is not pinned: Spark tells no version or files of it, so another run may read other rows");
        }

        return snapshot;
    }

    // A run empties its folders before it fills them: its input would be gone before it was read.
    private void RefuseOwnOutputs(Snapshot snapshot)
    {
        if (snapshot.Files.FirstOrDefault(file => file.FullPath.StartsWith(run.Folder.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) is { } inside)
        {
            throw new JobFailedException($"The input {inside.Path} lies in the run folder {run.Folder.Root}, which the run writes. Give another folder with --out.");
        }
    }
}
