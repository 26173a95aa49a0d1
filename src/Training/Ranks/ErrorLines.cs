using System.Text;
using Microsoft.Extensions.Logging;

namespace Millrace.Training.Ranks;

/// <summary>
/// Reads a rank process's error stream to its end: the first 200 lines, up to 1,000 characters of each, go to the log; the last 64 KiB are kept for the failure.
/// The runtime writes there why it ended a process: a message, then the stack.
/// </summary>
internal sealed class ErrorLines(int rank, ILogger logger)
{
    private const int MostLines = 200;
    private const int MostCharacters = 1_000;
    private const int TailCharacters = 64 << 10;
    private readonly StringBuilder _line = new();
    private readonly StringBuilder _tail = new();
    private int _lines;

    /// <summary>The end of what came so far, without white space around it.</summary>
    public string Tail
    {
        get
        {
            lock (_tail)
            {
                return _tail.ToString().Trim();
            }
        }
    }

    /// <summary>Reads until the process and whoever else holds the stream have closed it.</summary>
    public async Task ReadAsync(StreamReader stream)
    {
        var buffer = new char[4096];
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            Keep(buffer.AsSpan(0, read));
            foreach (var character in buffer.AsSpan(0, read))
            {
                Take(character);
            }
        }

        Take('\n');
    }

    private void Keep(ReadOnlySpan<char> read)
    {
        lock (_tail)
        {
            _tail.Append(read);
            _tail.Remove(0, Math.Max(0, _tail.Length - TailCharacters));
        }
    }

    private void Take(char character)
    {
        if (character != '\n')
        {
            if (_line.Length < MostCharacters)
            {
                _line.Append(character);
            }

            return;
        }

        var line = _line.ToString().TrimEnd();
        _line.Clear();
        if (line.Length > 0 && _lines++ < MostLines)
        {
            Log.RankSaid(logger, rank, line);
        }
    }
}
