namespace Millrace.Training;

/// <summary>Where a rank's time goes, and when reports and checkpoints are due. Nothing here changes the weights.</summary>
internal sealed class LoopClock
{
    private readonly TimeProvider _time;
    private readonly TrainingOptions _options;
    private readonly bool _counts;
    private readonly long _start;
    private long _mark;
    private long _epochStart;
    private long _lastReport;
    private long _lastCheckpoint;
    private long _rowsAtReport;
    private long _rows;

    /// <summary>A clock that starts; one of the ranks' clocks <paramref name="counts"/> for the instruments.</summary>
    public LoopClock(TrainingOptions options, bool counts)
    {
        (_options, _time, _counts) = (options, options.Time, counts);
        _start = _mark = _epochStart = _lastReport = _lastCheckpoint = _time.GetTimestamp();
    }

    public TimeSpan Data { get; private set; }

    public TimeSpan Compute { get; private set; }

    public TimeSpan Communication { get; private set; }

    public bool DeadlinePassed => _options.Deadline is { } deadline && RanFor(deadline);

    /// <summary>Whether the loop has run for <paramref name="time"/>.</summary>
    public bool RanFor(TimeSpan time) => _time.GetElapsedTime(_start) >= time;

    public bool ReportDue => _time.GetElapsedTime(_lastReport) >= _options.ProgressInterval;

    public double EpochSeconds => _time.GetElapsedTime(_epochStart).TotalSeconds;

    public void AddData()
    {
        var lap = Lap();
        Data += lap;
        if (_counts)
        {
            Instruments.Data.Add(lap.TotalSeconds);
        }
    }

    public void AddCompute() => Compute += Lap();

    public void AddCommunication()
    {
        var lap = Lap();
        Communication += lap;
        if (_counts)
        {
            Instruments.Communication.Add(lap.TotalSeconds);
        }
    }

    /// <summary>Counts steps of so many rows together.</summary>
    public void AddSteps(long steps, double rows)
    {
        _rows += (long)rows;
        if (_counts)
        {
            Instruments.Steps.Add(steps);
            Instruments.Rows.Add((long)rows);
        }
    }

    public void StartEpoch() => _epochStart = _time.GetTimestamp();

    public bool CheckpointDue(long step) =>
        (_options.CheckpointSteps > 0 && step % _options.CheckpointSteps == 0)
        || _time.GetElapsedTime(_lastCheckpoint) >= _options.CheckpointInterval;

    public void Checkpointed() => _lastCheckpoint = _time.GetTimestamp();

    /// <summary>Rows a second since the last report; the report is made.</summary>
    public double Report()
    {
        var seconds = _time.GetElapsedTime(_lastReport).TotalSeconds;
        var rate = seconds > 0 ? (_rows - _rowsAtReport) / seconds : 0;
        _rowsAtReport = _rows;
        _lastReport = _time.GetTimestamp();
        return rate;
    }

    private TimeSpan Lap()
    {
        var now = _time.GetTimestamp();
        var lap = _time.GetElapsedTime(_mark, now);
        _mark = now;
        return lap;
    }
}
