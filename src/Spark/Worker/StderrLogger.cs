using System.Text;
using Microsoft.Extensions.Logging;

namespace Millrace.Spark.Worker;

/// <summary>Writes log lines to stderr, which the executor copies into its own log. Thread-safe.</summary>
internal sealed class StderrLogger(LogLevel least, TimeProvider time) : ILogger, IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _error = StandardStreams.OpenError();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var line = $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} millrace-worker {logLevel} {eventId.Id} {formatter(state, exception)}";
        var bytes = Encoding.UTF8.GetBytes(exception is null ? line + "\n" : $"{line}\n{exception}\n");
        lock (_gate)
        {
            _error.Write(bytes);
        }
    }

    public void Dispose() => _error.Dispose();
}
