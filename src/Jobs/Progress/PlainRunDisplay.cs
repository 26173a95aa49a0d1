namespace Millrace.Jobs.Progress;

/// <summary>
/// One plain line for every event, and for progress one every few seconds: for logs and pipes. Thread-safe. Borrows the writer; dispose to
/// stop its timer.
/// </summary>
public sealed class PlainRunDisplay : IRunDisplay, IDisposable
{
    private readonly TextWriter _output;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly StageBoard _board;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private long _lastLineAt;

    /// <summary>Writes to <paramref name="output"/>.</summary>
    /// <param name="output">Where lines go; borrowed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="interval">Most often that a running stage says how far it is; also how long all may be silent.</param>
    public PlainRunDisplay(TextWriter output, TimeProvider time, TimeSpan interval)
    {
        ArgumentNullException.ThrowIfNull(time);
        _output = output;
        _time = time;
        _interval = interval;
        _board = new StageBoard(time);
        _lastLineAt = time.GetTimestamp();
        _timer = time.CreateTimer(_ => WriteRunning(), null, interval, interval);
    }

    /// <inheritdoc/>
    public void StageStarted(string stage, string what)
    {
        _board.Start(stage, what);
        WriteLine($"{stage}: {what}");
    }

    /// <inheritdoc/>
    public void Progressed(StageProgress progress) => _board.Progress(progress);

    /// <inheritdoc/>
    public void Found(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        _board.Add(finding);
        WriteLine($"{finding.Stage}: {(finding.Severity == FindingSeverity.Warning ? "warning: " : "")}{finding.Text}");
    }

    /// <inheritdoc/>
    public void StageFinished(StageOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        _board.Finish(outcome);
        WriteLine(outcome.Reused
            ? $"{outcome.Stage}: unchanged since an earlier run: {outcome.Words}"
            : $"{outcome.Stage}: done in {ProgressWords.Duration(outcome.Elapsed)}: {outcome.Words}");
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Says how far the running stages are, unless something was written just before.</summary>
    private void WriteRunning()
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_lastLineAt) < _interval)
            {
                return;
            }
        }

        foreach (var line in _board.Stages.Where(line => line.Outcome is null))
        {
            var elapsed = _board.Elapsed(line);
            WriteLine(line.Progress is { } progress
                ? $"{line.Stage}: {ProgressWords.Progress(progress, elapsed)}"
                : $"{line.Stage}: still at it after {ProgressWords.Duration(elapsed)}");
        }
    }

    private void WriteLine(string text)
    {
        lock (_gate)
        {
            _lastLineAt = _time.GetTimestamp();
            _output.WriteLine(text);
            _output.Flush();
        }
    }
}
