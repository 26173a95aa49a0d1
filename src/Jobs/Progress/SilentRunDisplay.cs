namespace Millrace.Jobs.Progress;

/// <summary>Shows nothing: for callers of the library that watch a run in another way, and for tests.</summary>
public sealed class SilentRunDisplay : IRunDisplay
{
    private SilentRunDisplay()
    {
    }

    /// <summary>The one instance; it has no state.</summary>
    public static SilentRunDisplay Instance { get; } = new();

    /// <inheritdoc/>
    public void StageStarted(string stage, string what)
    {
    }

    /// <inheritdoc/>
    public void Progressed(StageProgress progress)
    {
    }

    /// <inheritdoc/>
    public void Found(Finding finding)
    {
    }

    /// <inheritdoc/>
    public void StageFinished(StageOutcome outcome)
    {
    }
}
