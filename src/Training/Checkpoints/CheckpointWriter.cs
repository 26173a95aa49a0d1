namespace Millrace.Training.Checkpoints;

/// <summary>
/// Writes checkpoints on a thread of its own from a copy of the state, so that training goes on while the disk is flushed. One
/// at a time: the next waits for the one before.
/// </summary>
internal sealed class CheckpointWriter : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly CheckpointStore _store;
    private readonly TrainingState _copy;
    private readonly object _gate = new();
    private readonly Thread _thread;
    private bool _pending;
    private bool _stop;
    private Exception? _failure;

    /// <summary>A writer for states with arrays as long as those of <paramref name="state"/>.</summary>
    public CheckpointWriter(CheckpointStore store, TrainingState state, TrainingOptions options)
    {
        (_store, _options) = (store, options);
        _copy = new TrainingState
        {
            Parameters = new float[state.Parameters.Length],
            First = new float[state.First.Length],
            Second = new float[state.Second.Length],
            Averages = new float[state.Averages.Length],
            Best = new float[state.Best.Length],
            Progress = state.Progress,
        };
        _thread = new Thread(Run) { IsBackground = true, Name = "checkpoint" };
        _thread.Start();
    }

    /// <summary>Copies the state and lets it be written. Throws what the write before threw.</summary>
    public void Begin(TrainingState state)
    {
        Wait();
        for (var s = 0; s < _copy.Sections.Count; s++)
        {
            state.Sections[s].Values.CopyTo(_copy.Sections[s].Values, 0);
        }

        lock (_gate)
        {
            _copy.Progress = state.Progress;
            _pending = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until the last checkpoint is on disk.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Wait()
    {
        lock (_gate)
        {
            while (_pending)
            {
                Monitor.Wait(_gate);
            }

            if (_failure is { } failure)
            {
                throw new IOException($"a checkpoint could not be written: {failure.Message}", failure);
            }
        }
    }

    /// <summary>Finishes the write in flight and ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stop = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
    }

    private void Run()
    {
        while (true)
        {
            lock (_gate)
            {
                while (!_pending && !_stop)
                {
                    Monitor.Wait(_gate);
                }

                if (!_pending)
                {
                    return;
                }
            }

            Exception? failure = null;
            try
            {
                Write();
            }
#pragma warning disable CA1031 // Whatever stops a write is handed to the rank, which throws it; a thread that throws ends the process.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = e;
            }

            lock (_gate)
            {
                _failure ??= failure;
                _pending = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Write()
    {
        var start = _options.Time.GetTimestamp();
        _store.Write(_copy);
        var took = _options.Time.GetElapsedTime(start);
        Instruments.Checkpoint.Record(took.TotalSeconds);
        Log.CheckpointWritten(_options.LoggerOrNone, _copy.Progress.Step, (long)took.TotalMilliseconds);
    }
}
