using System.Diagnostics.Metrics;

namespace Millrace.Training;

/// <summary>The instruments of training, in the meter <c>Millrace.Training</c>. Steps and rows are those of all ranks, counted once. Nothing is counted a row, and nothing allocates.</summary>
internal static class Instruments
{
    private static readonly Meter Meter = new("Millrace.Training", ProductInfo.Version);

    /// <summary>Optimiser steps.</summary>
    public static Counter<long> Steps { get; } = Meter.CreateCounter<long>("millrace.training.steps", "{step}", "Optimiser steps.");

    /// <summary>Rows that went through steps.</summary>
    public static Counter<long> Rows { get; } = Meter.CreateCounter<long>("millrace.training.rows", "{row}", "Rows that went through steps.");

    /// <summary>Time that rank 0 waited for rows.</summary>
    public static Counter<double> Data { get; } = Meter.CreateCounter<double>("millrace.training.data.time", "s", "Time that rank 0 waited for rows.");

    /// <summary>Time of rank 0 in sums over ranks.</summary>
    public static Counter<double> Communication { get; } =
        Meter.CreateCounter<double>("millrace.training.communication.time", "s", "Time of rank 0 in sums over ranks.");

    /// <summary>Time to write and flush a checkpoint.</summary>
    public static Histogram<double> Checkpoint { get; } =
        Meter.CreateHistogram<double>("millrace.training.checkpoint.duration", "s", "Time to write and flush a checkpoint.");
}
