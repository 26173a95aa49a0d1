namespace Millrace.Jobs.Progress;

/// <summary>What a display knows: the stages so far, how far the running ones are, and the findings. Thread-safe.</summary>
internal sealed class StageBoard(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<StageLine> _stages = [];
    private readonly List<Finding> _findings = [];

    /// <summary>A copy of the stages in the order they began.</summary>
    public IReadOnlyList<StageLine> Stages
    {
        get
        {
            lock (_gate)
            {
                return [.. _stages];
            }
        }
    }

    /// <summary>A copy of the findings in the order they came.</summary>
    public IReadOnlyList<Finding> Findings
    {
        get
        {
            lock (_gate)
            {
                return [.. _findings];
            }
        }
    }

    /// <summary>A stage begins.</summary>
    public StageLine Start(string stage, string what) => Put(new StageLine { Stage = stage, What = what, StartedAt = time.GetTimestamp() });

    /// <summary>A stage got further; one that was never started is started.</summary>
    public StageLine Progress(StageProgress progress)
    {
        lock (_gate)
        {
            var line = Find(progress.Stage) ?? Start(progress.Stage, "");
            return Put(line with { Progress = progress });
        }
    }

    /// <summary>A stage ended.</summary>
    public StageLine Finish(StageOutcome outcome)
    {
        lock (_gate)
        {
            var line = Find(outcome.Stage) ?? Start(outcome.Stage, "");
            return Put(line with { Outcome = outcome });
        }
    }

    /// <summary>A finding came.</summary>
    public void Add(Finding finding)
    {
        lock (_gate)
        {
            _findings.Add(finding);
        }
    }

    /// <summary>Time since <paramref name="line"/> began.</summary>
    public TimeSpan Elapsed(StageLine line) => time.GetElapsedTime(line.StartedAt);

    private StageLine? Find(string stage) => _stages.Find(line => line.Stage == stage);

    private StageLine Put(StageLine line)
    {
        lock (_gate)
        {
            var index = _stages.FindIndex(each => each.Stage == line.Stage);
            if (index < 0)
            {
                _stages.Add(line);
            }
            else
            {
                _stages[index] = line;
            }

            return line;
        }
    }
}
