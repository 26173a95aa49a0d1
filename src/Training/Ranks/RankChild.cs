using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Millrace.Training.Ranks;

/// <summary>A rank process as its parent sees it: a channel of lines, and, where it ends before it should, how it ended and what it last wrote to standard error. Ends with its owner.</summary>
internal sealed class RankChild : IAsyncDisposable
{
    /// <summary>For the end of a process that has closed its output, and of what it left in the pipe.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private const int SignalBase = 128;
    private readonly Process _process;
    private readonly ErrorLines _errors;
    private readonly Task _reading;
    private readonly Lock _closing = new();

    private RankChild(Process process, ErrorLines errors)
    {
        (_process, _errors) = (process, errors);
        Channel = new LineChannel(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
        _reading = errors.ReadAsync(process.StandardError);
    }

    public int Id => _process.Id;

    public LineChannel Channel { get; }

    /// <summary>Starts a process with the arguments of <paramref name="command"/> and the rank's own; lines of its error stream go to the log.</summary>
    /// <exception cref="TrainingException">It could not be started.</exception>
    public static RankChild Start(IReadOnlyList<string> command, int rank, ILogger logger)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in command.Skip(1).Append(RankProcess.Command))
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new TrainingException($"the rank process {command[0]} could not be started");
        return new RankChild(process, new ErrorLines(rank, logger));
    }

    /// <summary>Tells the rank that there is nothing more to come. A rank that is done and a cancellation may both want to at the same moment, and closing a writer twice at once is no closing twice.</summary>
    public void CloseInput()
    {
        lock (_closing)
        {
            _process.StandardInput.Close();
        }
    }

    /// <summary>How a process whose output has ended came to its end, in words: exit code or signal, and the end of what it wrote to standard error.</summary>
    public async Task<string> EndingAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(EndPatience);
        }
        catch (TimeoutException)
        {
            return "its process closed its output but has not ended";
        }

        // Someone else may hold the pipe's other end for longer than the process lives.
        await Task.WhenAny(_reading, Task.Delay(EndPatience));
        var tail = _errors.Tail;
        var code = _process.ExitCode;
        var signal = code > SignalBase ? string.Create(CultureInfo.InvariantCulture, $" (signal {code - SignalBase})") : "";
        return string.Create(CultureInfo.InvariantCulture, $"its process ended with exit code {code}{signal}{(tail.Length > 0 ? ", having written: " : " and wrote nothing to standard error")}{tail}");
    }

    /// <summary>Kills the process where it still runs, and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        Channel.Dispose();
        _process.Dispose();
    }
}
