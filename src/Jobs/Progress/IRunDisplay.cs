namespace Millrace.Jobs.Progress;

/// <summary>
/// Where a run tells what it does. Stages call it; the command line shows it as a live display or as plain lines.
/// Implementations are thread-safe, return at once, and never throw: a display cannot stop a run. Nothing is reported per row.
/// </summary>
public interface IRunDisplay
{
    /// <summary>A stage begins.</summary>
    /// <param name="stage">The stage's name in the manifest, such as <c>rows</c>.</param>
    /// <param name="what">What it will do, in a few words, such as <c>cleaning 6 files</c>.</param>
    void StageStarted(string stage, string what);

    /// <summary>A running stage got further. Calls may be frequent; the display decides what to show, and works out the rate.</summary>
    void Progressed(StageProgress progress);

    /// <summary>Something the user should know now rather than in the report.</summary>
    void Found(Finding finding);

    /// <summary>A stage ended, or was found finished by an earlier run.</summary>
    void StageFinished(StageOutcome outcome);
}
