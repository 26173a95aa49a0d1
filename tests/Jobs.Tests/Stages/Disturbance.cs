using Millrace.Jobs.Progress;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>Does something once, in the middle of a stage: when it tells for the first time how far it is, or when it begins.</summary>
internal sealed class Disturbance(IRunDisplay display, string stage, Action act, bool atStart = false) : IRunDisplay
{
    private int _done;

    public void StageStarted(string name, string what)
    {
        if (atStart)
        {
            Act(name);
        }

        display.StageStarted(name, what);
    }

    public void Progressed(StageProgress progress)
    {
        Act(progress.Stage);
        display.Progressed(progress);
    }

    public void Found(Finding finding) => display.Found(finding);

    public void StageFinished(StageOutcome outcome) => display.StageFinished(outcome);

    private void Act(string name)
    {
        if (name == stage && Interlocked.Exchange(ref _done, 1) == 0)
        {
            act();
        }
    }
}
