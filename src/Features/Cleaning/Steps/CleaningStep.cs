namespace Millrace.Features.Cleaning.Steps;

/// <summary>One step of cleaning. Steps run in the order of the job; each sees what the steps before it made of the row.</summary>
public abstract record CleaningStep
{
    private protected CleaningStep()
    {
    }

    /// <summary>Name by which findings and changes of this step are counted; unique among the steps.</summary>
    public abstract string StepName { get; }
}
