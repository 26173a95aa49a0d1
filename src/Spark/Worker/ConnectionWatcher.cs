using System.Net.Sockets;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Worker;

/// <summary>
/// Looks every 100 ms whether Spark has closed the connection of a running task, on a thread of its own: the thread pool may be full of operators.
/// Cancels such a task, and retires the process where its operator goes on. Thread-safe; dispose ends the thread.
/// </summary>
internal sealed class ConnectionWatcher : IDisposable
{
    private const int TableShare = 20; // reading the system's table takes at most a twentieth of a core, however long it is
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TableInterval = TimeSpan.FromMilliseconds(400);
    private readonly Lock _gate = new();
    private readonly List<Watch> _watches = [];
    private readonly ManualResetEventSlim _end = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _grace;
    private readonly Retirement _retirement;
    private readonly Thread _thread;

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
    public IDisposable Add(Socket socket, TaskLife life)
    {
        var watch = new Watch(this, socket, life);
        lock (_gate)
        {
            _watches.Add(watch);
        }

        return watch;
    }

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Run()
    {
        var lastTable = _time.GetTimestamp();
        var pause = TableInterval;
        while (!_end.Wait(LookInterval))
        {
            LookAtSockets();
            if (_time.GetElapsedTime(lastTable) >= pause)
            {
                var begun = _time.GetTimestamp();
                LookBehindUnreadBytes();
                lastTable = _time.GetTimestamp();
                pause = TimeSpan.FromTicks(Math.Max(TableInterval.Ticks, TableShare * _time.GetElapsedTime(begun, lastTable).Ticks));
            }
        }
    }

    private void LookAtSockets()
    {
        lock (_gate)
        {
            foreach (var watch in _watches)
            {
                if (watch.CancelledAt is not { } since)
                {
                    if (PeerWatch.HasClosed(watch.Socket))
                    {
                        Cancel(watch);
                    }
                }
                else if (watch.Life.Running is { GivenUp: false } running && _time.GetElapsedTime(since) >= _grace)
                {
                    running.GivenUp = true;
                    _retirement.Begin(running.Text, _grace);
                }
            }
        }
    }

    // An operator that computes does not read, and the end of its connection cannot arrive behind what lies unread.
    private void LookBehindUnreadBytes()
    {
        Watch[] waiting;
        lock (_gate)
        {
            waiting = [.. _watches.Where(static watch => watch.CancelledAt is null && watch.LiesUnread())];
        }

        if (waiting.Length == 0)
        {
            return;
        }

        var closed = ClosedPeers.Read();
        lock (_gate)
        {
            foreach (var watch in waiting.Where(watch => _watches.Contains(watch) && closed.Has(watch.Socket)))
            {
                Cancel(watch);
            }
        }
    }

    private void Cancel(Watch watch)
    {
        watch.CancelledAt = _time.GetTimestamp();
        watch.Cancelling = watch.Life.CancelAsync();
    }

    private sealed class Watch(ConnectionWatcher owner, Socket socket, TaskLife life) : IDisposable
    {
        private int _unreadBytes;

        public Socket Socket => socket;

        public TaskLife Life => life;

        public long? CancelledAt { get; set; }

        /// <summary>The callbacks of the token; what they throw is of no interest to anybody.</summary>
        public Task? Cancelling { get; set; }

        /// <summary>Whether bytes wait, as many as at the last look: nobody reads.</summary>
        public bool LiesUnread()
        {
            var before = _unreadBytes;
            try
            {
                _unreadBytes = socket.Available;
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                _unreadBytes = 0;
            }

            return _unreadBytes > 0 && _unreadBytes == before;
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._watches.Remove(this);
            }
        }
    }
}
