using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Millrace.Training.Ranks;

/// <summary>
/// Sends a rank process's log messages to its parent, in order. A parent that reads slowly loses the oldest of more than 256, never time. Thread-safe.
/// </summary>
internal sealed class ChannelLogger : ILogger
{
    private const int MostHeld = 256;
    private readonly Channel<RankLogLine> _lines =
        Channel.CreateBounded<RankLogLine>(new BoundedChannelOptions(MostHeld) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly LogLevel _least;
    private readonly Task _sending;

    public ChannelLogger(LineChannel channel, LogLevel least)
    {
        _least = least;
        _sending = SendAsync(channel);
    }

    /// <summary>The least level that a logger wants.</summary>
    public static LogLevel LeastOf(ILogger logger)
    {
        var least = LogLevel.Trace;
        while (least < LogLevel.None && !logger.IsEnabled(least))
        {
            least++;
        }

        return least;
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= _least && logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _lines.Writer.TryWrite(new RankLogLine
            {
                Level = logLevel,
                Id = eventId.Id,
                Name = eventId.Name,
                Text = formatter(state, exception),
                Values = state is IEnumerable<KeyValuePair<string, object?>> values
                    ? values.ToDictionary(value => value.Key, value => Convert.ToString(value.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal)
                    : new Dictionary<string, string?>(),
                Failure = exception?.ToString(),
            });
        }
    }

    /// <summary>Returns once the parent has all messages; later ones are lost.</summary>
    public Task CompleteAsync()
    {
        _lines.Writer.TryComplete();
        return _sending;
    }

    private async Task SendAsync(LineChannel channel)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync())
        {
            await channel.SendAsync(new RankMessage { Line = line }, CancellationToken.None);
        }
    }
}
