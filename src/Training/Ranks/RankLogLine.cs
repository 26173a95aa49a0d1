using Microsoft.Extensions.Logging;

namespace Millrace.Training.Ranks;

/// <summary>A log message of a rank process as it crosses to its parent, whose logger then has it as if it came from a thread.</summary>
internal sealed record RankLogLine
{
    public required LogLevel Level { get; init; }

    public required int Id { get; init; }

    public string? Name { get; init; }

    /// <summary>The message, filled in.</summary>
    public required string Text { get; init; }

    /// <summary>The message's named values, as text.</summary>
    public required IReadOnlyDictionary<string, string?> Values { get; init; }

    /// <summary>The exception, as text.</summary>
    public string? Failure { get; init; }

    /// <summary>Tells it to a logger of this process.</summary>
    public void Tell(ILogger logger)
    {
        if (logger.IsEnabled(Level))
        {
            var values = Values.Select(value => KeyValuePair.Create(value.Key, (object?)value.Value)).ToList();
            logger.Log(Level, new EventId(Id, Name), values, Failure is null ? null : new TrainingException(Failure), (_, _) => Text);
        }
    }
}
