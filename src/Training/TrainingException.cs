namespace Millrace.Training;

/// <summary>Training that cannot start or go on: faulty plan, no rows, numbers that are no longer finite, ranks that disagree.</summary>
public sealed class TrainingException : Exception
{
    internal TrainingException(string message, long step = -1, Exception? cause = null)
        : base(message, cause) => Step = step;

    /// <summary>The step, counted from 0 over the whole run, or −1.</summary>
    public long Step { get; }
}
