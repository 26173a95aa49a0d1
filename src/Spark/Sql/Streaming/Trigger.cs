using System.Globalization;

namespace Millrace.Spark.Sql.Streaming;

/// <summary>When a stream query looks for new rows. Immutable.</summary>
public sealed class Trigger
{
    private readonly Action<Protos.WriteStreamOperationStart> _apply;

    private Trigger(Action<Protos.WriteStreamOperationStart> apply) => _apply = apply;

    /// <summary>Every so often, milliseconds.</summary>
    public static Trigger ProcessingTime(long intervalMs) => ProcessingTime(Milliseconds(intervalMs));

    /// <summary>Every so often, as <c>10 seconds</c>.</summary>
    public static Trigger ProcessingTime(string interval) => new(o => o.ProcessingTimeInterval = interval);

    /// <summary>Once, in one batch.</summary>
    public static Trigger Once() => new(static o => o.Once = true);

    /// <summary>Once, all that is there now, in as many batches as the source's limits ask for.</summary>
    public static Trigger AvailableNow() => new(static o => o.AvailableNow = true);

    /// <summary>Row by row, with a checkpoint every so often, milliseconds.</summary>
    public static Trigger Continuous(long intervalMs) => Continuous(Milliseconds(intervalMs));

    /// <summary>Row by row, with a checkpoint every so often, as <c>1 second</c>.</summary>
    public static Trigger Continuous(string interval) => new(o => o.ContinuousCheckpointInterval = interval);

    internal void Apply(Protos.WriteStreamOperationStart operation) => _apply(operation);

    private static string Milliseconds(long value) => value.ToString(CultureInfo.InvariantCulture) + " milliseconds";
}
