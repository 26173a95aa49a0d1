using Microsoft.Extensions.Logging;

namespace Millrace.Jobs.CommandLine;

/// <summary>Writes log lines to the terminal's error stream, for <c>--verbose</c>. Thread-safe.</summary>
internal sealed class TerminalLogger(Terminal terminal) : ILogger
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var time = terminal.Time.GetUtcNow().ToString("HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture);
            lock (_gate)
            {
                terminal.Error.WriteLine($"{time}Z {eventId.Id} {formatter(state, exception)}");
            }
        }
    }
}
