using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Millrace.Spark.Server;

/// <summary>
/// A child that never outlives this process. It runs in a session (and so a process group) of its own under a small shell that
/// holds a pipe from here: when the pipe ends, by <see cref="StopAsync"/> or because this process is gone in whatever way, the whole
/// group gets TERM and, after the grace time, KILL.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int TailBytes = 64 << 10;
    private static readonly TimeSpan WatcherLimit = TimeSpan.FromSeconds(10);

    // $1 is the grace time in tenths of a second. 'kill -s' because dash knows no other form with '--'.
    // The watcher's standard streams are closed, so it holds none of our pipes' ends.
    private const string Watch = """
        grace=$1; shift
        exec 3<&0
        setsid "$@" </dev/null 3<&- &
        child=$!
        {
          cat <&3 >/dev/null
          kill -s TERM -- "-$child" 2>/dev/null
          while [ "$grace" -gt 0 ] && kill -s 0 -- "-$child" 2>/dev/null; do sleep 0.1; grace=$((grace - 1)); done
          kill -s KILL -- "-$child" 2>/dev/null
        } >/dev/null 2>&1 &
        exec 3<&-
        wait "$child"
        code=$?
        kill -s KILL -- "-$child" 2>/dev/null
        exit "$code"
        """;

    private readonly Process _process;
    private readonly TimeSpan _grace;
    private readonly StringBuilder _tail = new();
    private readonly Task _output;
    private readonly Task _errors;
    private bool _stopped;

    private ServerProcess(Process process, TimeSpan grace)
    {
        _process = process;
        _grace = grace;
        _output = KeepTailAsync(process.StandardOutput);
        _errors = KeepTailAsync(process.StandardError);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>The end of what the child has written so far.</summary>
    public string Tail
    {
        get
        {
            lock (_tail)
            {
                return _tail.ToString();
            }
        }
    }

    public static ServerProcess Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string workingDirectory, TimeSpan grace)
    {
        var start = new ProcessStartInfo("setsid")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory,
        };
        // A session of the watcher's own: whatever signal ends our process group must not end the watcher with it.
        start.ArgumentList.Add("/bin/sh");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Watch);
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add(((int)(grace.TotalMilliseconds / 100)).ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (string argument in command)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value.Length == 0 ? null : value;
        }

        try
        {
            return new ServerProcess(Process.Start(start) ?? throw new SparkException("The Spark server's process could not be started."), grace);
        }
        catch (Win32Exception e)
        {
            throw new SparkException("The Spark server's process could not be started: " + e.Message, innerException: e);
        }
    }

    /// <summary>Completes when the child has ended.</summary>
    public Task ExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Ends the child and all its children, and waits until they are gone. Safe to call more than once.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // the pipe's other end is gone already
        }

        try
        {
            await _process.WaitForExitAsync().WaitAsync(_grace + WatcherLimit);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true); // the watcher itself hangs
            await _process.WaitForExitAsync();
        }

        await Task.WhenAll(_output, _errors);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private async Task KeepTailAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        int count;
        while ((count = await reader.ReadAsync(buffer)) > 0)
        {
            lock (_tail)
            {
                _tail.Append(buffer, 0, count);
                if (_tail.Length > TailBytes)
                {
                    _tail.Remove(0, _tail.Length - TailBytes);
                }
            }
        }
    }
}
