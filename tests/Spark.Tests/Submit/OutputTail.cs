using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Millrace.Spark.Tests.Submit;

/// <summary>What a process writes to both streams, kept in order of arrival; waits for a line without polling.</summary>
internal sealed class OutputTail
{
    private readonly StringBuilder _text = new();
    private readonly List<(Regex Wanted, TaskCompletionSource<Match> Found)> _waiting = [];

    public OutputTail(Process process)
    {
        process.OutputDataReceived += (_, e) => Add(e.Data);
        process.ErrorDataReceived += (_, e) => Add(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>The first match in what was and will be written.</summary>
    public Task<Match> FindAsync(Regex wanted)
    {
        lock (_text)
        {
            if (wanted.Match(_text.ToString()) is { Success: true } match)
            {
                return Task.FromResult(match);
            }

            var found = new TaskCompletionSource<Match>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, found));
            return found.Task;
        }
    }

    private void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_text)
        {
            _text.AppendLine(line);
            foreach (var (wanted, found) in _waiting)
            {
                if (wanted.Match(line) is { Success: true } match)
                {
                    found.TrySetResult(match);
                }
            }
        }
    }
}
