using Millrace.Jobs.Progress;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>Does something once, in the middle of a stage: when it tells for the first time how far it is.</summary>
internal sealed class Disturbance(IRunDisplay display, string stage, Action act) : IRunDisplay
{
    private int _done;

    public void StageStarted(string name, string what) => display.StageStarted(name, what);

    public void Progressed(StageProgress progress)
    {
        if (progress.Stage == stage && Interlocked.Exchange(ref _done, 1) == 0)
        {
            act();
        }

        display.Progressed(progress);
    }

    public void Found(Finding finding) => display.Found(finding);

    public void StageFinished(StageOutcome outcome) => display.StageFinished(outcome);
}
