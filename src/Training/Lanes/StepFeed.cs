namespace Millrace.Training.Lanes;

/// <summary>
/// One thread that gathers the rows of coming steps into a few reusable buffers, epoch after epoch, while the rank computes.
/// Nothing is allocated per step.
/// </summary>
/// <remarks><see cref="Take"/> is for one thread. A batch is lent until the next call.</remarks>
internal sealed class StepFeed : IDisposable
{
    private const int MostBuffers = 16;

    private readonly object _gate = new();
    private readonly StepBatch[] _ring;
    private readonly LaneCursor[] _cursors;
    private readonly long[] _laneRows;
    private readonly long _steps;
    private readonly Thread _thread;

    // A feed that met a full ring sleeps until half of it is used: waking a thread on another core costs the rank microseconds, and now it pays them seldom.
    private readonly int _refill;
    private long _made;
    private long _taken;
    private bool _lent;
    private bool _stop;
    private Exception? _failure;

    /// <summary>Starts feeding the rows of <paramref name="range"/>, from <paramref name="start"/> on.</summary>
    public StepFeed(ILaneSource source, LaneRange range, StepFeedSettings settings, (int Epoch, long Step) start)
    {
        _steps = settings.Steps;
        _laneRows = [.. Enumerable.Range(range.First, range.Count).Select(source.Rows)];
        var ahead = (int)Math.Min(EpochOrder.WindowBlocks, settings.ReadAheadBytes / Math.Max(1, (long)range.Count * ILaneSource.BlockRows * source.Layout.RecordBytes));
        _cursors = [.. Enumerable.Range(range.First, range.Count).Select(l => new LaneCursor(source, l, settings.Seed, settings.Shuffled, ahead))];
        var capacity = checked((int)_laneRows.Sum(n => (long)StepSplit.MostRows(n, _steps)));
        var bytes = Math.Max(1, capacity * StepBatch.RowBytes(source.Layout, settings.MaxLength));
        var buffers = (int)Math.Clamp(settings.BufferBytes / bytes, 2, MostBuffers);
        _ring = [.. Enumerable.Range(0, buffers).Select(_ => new StepBatch(source.Layout, range.Count, capacity, settings.MaxLength))];
        _refill = buffers / 2;
        _thread = new Thread(() => Run(start.Epoch, start.Step)) { IsBackground = true, Name = $"feed {range.First}" };
        _thread.Start();
    }

    /// <summary>The next step's rows; waits for the feed thread. The batch taken before goes back to it.</summary>
    /// <exception cref="LaneException">The feed failed.</exception>
    public StepBatch Take()
    {
        lock (_gate)
        {
            if (_lent)
            {
                _taken++;
                _lent = false;
                if (_made - _taken == _refill)
                {
                    Monitor.PulseAll(_gate);
                }
            }

            while (_made == _taken && _failure is null)
            {
                Monitor.Wait(_gate);
            }

            if (_made == _taken)
            {
                throw new LaneException($"reading rows failed: {_failure!.Message}", _failure);
            }

            _lent = true;
            return _ring[_taken % _ring.Length];
        }
    }

    /// <summary>Stops the thread and waits for it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stop = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
    }

    private void Run(int epoch, long step)
    {
        try
        {
            SeekAll(epoch, step);
            while (WaitForRoom() is { } batch)
            {
                Fill(batch, epoch, step);
                lock (_gate)
                {
                    _made++;
                    Monitor.PulseAll(_gate);
                }

                foreach (var cursor in _cursors)
                {
                    cursor.ReadAhead();
                }

                if (++step == _steps)
                {
                    (epoch, step) = (epoch + 1, 0);
                    SeekAll(epoch, step);
                }
            }
        }
#pragma warning disable CA1031 // Whatever ends the thread is handed to the rank, which throws it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            lock (_gate)
            {
                _failure = e;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private StepBatch? WaitForRoom()
    {
        lock (_gate)
        {
            if (_made - _taken == _ring.Length)
            {
                while (!_stop && _made - _taken > _refill)
                {
                    Monitor.Wait(_gate);
                }
            }

            return _stop ? null : _ring[_made % _ring.Length];
        }
    }

    private void Fill(StepBatch batch, int epoch, long step)
    {
        (batch.Epoch, batch.Step) = (epoch, step);
        var row = 0;
        for (var l = 0; l < _cursors.Length; l++)
        {
            var count = (int)(StepSplit.Start(_laneRows[l], step + 1, _steps) - StepSplit.Start(_laneRows[l], step, _steps));
            batch.LaneStarts[l] = row;
            _cursors[l].Take(batch, row, count);
            row += count;
        }

        batch.LaneStarts[^1] = row;
    }

    private void SeekAll(int epoch, long step)
    {
        for (var l = 0; l < _cursors.Length; l++)
        {
            _cursors[l].Seek(epoch, StepSplit.Start(_laneRows[l], step, _steps));
        }
    }
}
