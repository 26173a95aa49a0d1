using System.Diagnostics.Metrics;

namespace Millrace.Jobs;

/// <summary>What a run measures of itself, for a <see cref="MeterListener"/> or an exporter. Nothing here is per row. Thread-safe.</summary>
internal static class Instruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Millrace.Jobs";

    private static readonly Meter Meter = new(MeterName, ProductInfo.Version);

    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("millrace.jobs.rows", "{row}", "Rows of finished row stages, by what became of them.");

    private static readonly Counter<long> Scored = Meter.CreateCounter<long>("millrace.jobs.scored_rows", "{row}", "Rows that were answered, by whether with a prediction.");

    private static readonly Counter<long> Stages = Meter.CreateCounter<long>("millrace.jobs.stages", "{stage}", "Stages, by name and by whether an earlier run had finished them.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("millrace.jobs.stage_duration", "s", "Wall time of stages that ran.");

    private static readonly Histogram<long> Peak = Meter.CreateHistogram<long>("millrace.jobs.stage_peak_memory", "By", "Most memory of the process during stages that ran.");

    /// <summary>A stage that an earlier run had finished.</summary>
    public static void StageReused(string stage) => Stages.Add(1, Name(stage), KeyValuePair.Create<string, object?>("reused", true));

    /// <summary>A stage that ran.</summary>
    public static void StageRan(string stage, double seconds, long peakBytes)
    {
        Stages.Add(1, Name(stage), KeyValuePair.Create<string, object?>("reused", false));
        Duration.Record(seconds, Name(stage));
        Peak.Record(peakBytes, Name(stage));
    }

    /// <summary>Where the rows of the main input went, once a run knows.</summary>
    public static void RowsWent(long clean, long quarantined, long duplicates)
    {
        Rows.Add(clean, Outcome("clean"));
        Rows.Add(quarantined, Outcome("quarantined"));
        Rows.Add(duplicates, Outcome("duplicate"));
    }

    /// <summary>The answers of a scoring, once all are there.</summary>
    public static void RowsScored(long predicted, long unanswered)
    {
        Scored.Add(predicted, Outcome("predicted"));
        Scored.Add(unanswered, Outcome("unanswered"));
    }

    private static KeyValuePair<string, object?> Name(string stage) => new("stage", stage);

    private static KeyValuePair<string, object?> Outcome(string outcome) => new("outcome", outcome);
}
