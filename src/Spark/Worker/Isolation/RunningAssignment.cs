namespace Millrace.Spark.Worker.Isolation;

/// <summary>A task that runs. Dispose when it has ended. Thread-safe.</summary>
internal sealed class RunningAssignment(AssignmentLog log, Assignment assignment, string operatorName, bool elsewhere) : IDisposable
{
    private volatile string _what = "";
    private volatile bool _givenUp;
    private int _left;

    public Assignment Assignment => assignment;

    /// <summary>Whether it runs in another process.</summary>
    public bool Elsewhere => elsewhere;

    /// <summary>Operator, task, and what it works on where it said so.</summary>
    public string Text => _what.Length == 0 ? $"{operatorName}, {assignment.Text}" : $"{operatorName}, {assignment.Text}: {_what}";

    /// <summary>Whether it goes on though nobody waits for it.</summary>
    public bool GivenUp
    {
        get => _givenUp;
        set => _givenUp = value;
    }

    /// <summary>Says what the task works on, as file and row groups.</summary>
    public void Name(string what)
    {
        _what = what;
        log.Changed();
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            log.Leave(this);
        }
    }
}
