using Millrace.Spark.Worker.Tasks;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker;

/// <summary>
/// Looks every 100 ms whether Spark has closed the connection of a running task, on a thread of its own: the thread pool may be full of operators.
/// Cancels such a task, and retires the process where its operator goes on. Thread-safe; dispose ends the thread.
/// </summary>
internal sealed class ConnectionWatcher : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookBehind = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly List<Watch> _watches = [];
    private readonly ManualResetEventSlim _end = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _grace;
    private readonly Retirement _retirement;
    private readonly Thread _thread;
    private long _lookBehindUntil;

    /// <summary>Starts the thread.</summary>
    public ConnectionWatcher(TimeProvider time, TimeSpan grace, Retirement retirement)
    {
        _time = time;
        _grace = grace;
        _retirement = retirement;
        _thread = new Thread(Run) { IsBackground = true, Name = "connection watcher" };
        _thread.Start();
    }

    /// <summary>Watches a task until the result is disposed.</summary>
    public IDisposable Add(SocketSource source, TaskLife life)
    {
        var watch = new Watch(this, source, life);
        lock (_gate)
        {
            _watches.Add(watch);
        }

        return watch;
    }

    /// <summary>
    /// Some connection has been closed, or will be at once: for a while full sockets are emptied to see which, because a closed connection's end stands behind
    /// the bytes that an operator does not read.
    /// </summary>
    public void LookBehindUnreadBytes() => Interlocked.Exchange(ref _lookBehindUntil, _time.GetTimestamp() + (long)(LookBehind.TotalSeconds * _time.TimestampFrequency));

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Run()
    {
        while (!_end.Wait(LookInterval))
        {
            lock (_gate)
            {
                foreach (var watch in _watches)
                {
                    Look(watch);
                }
            }
        }
    }

    private void Look(Watch watch)
    {
        if (watch.CancelledAt is not { } since)
        {
            if (_time.GetTimestamp() < Interlocked.Read(ref _lookBehindUntil))
            {
                watch.Source.SetAside();
            }

            if (PeerWatch.HasClosed(watch.Source.Socket))
            {
                watch.CancelledAt = _time.GetTimestamp();
                watch.Cancelling = watch.Life.CancelAsync();
            }
        }
        else if (watch.Life.Running is { GivenUp: false } running && _time.GetElapsedTime(since) >= _grace)
        {
            running.GivenUp = true;
            _retirement.Begin(running.Text, _grace);
        }
    }

    private sealed class Watch(ConnectionWatcher owner, SocketSource source, TaskLife life) : IDisposable
    {
        public SocketSource Source => source;

        public TaskLife Life => life;

        public long? CancelledAt { get; set; }

        /// <summary>The callbacks of the token; what they throw is of no interest to anybody.</summary>
        public Task? Cancelling { get; set; }

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._watches.Remove(this);
            }
        }
    }
}
