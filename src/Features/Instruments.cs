using System.Diagnostics.Metrics;

namespace Millrace.Features;

/// <summary>What rows go through this assembly, for a <see cref="MeterListener"/> or an exporter: added to once a batch. Thread-safe.</summary>
internal static class Instruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Millrace.Features";

    private static readonly Meter Meter = new(MeterName, ProductInfo.Version);

    private static readonly Counter<long> Cleaned = Meter.CreateCounter<long>("millrace.features.cleaned_rows", "{row}", "Rows that went through a row stage, by what became of them.");

    private static readonly Counter<long> Encoded = Meter.CreateCounter<long>("millrace.features.encoded_rows", "{row}", "Rows that were encoded.");

    /// <summary>A batch went through a row stage.</summary>
    public static void BatchCleaned(long clean, long quarantined)
    {
        Cleaned.Add(clean, new KeyValuePair<string, object?>("outcome", "clean"));
        Cleaned.Add(quarantined, new KeyValuePair<string, object?>("outcome", "quarantined"));
    }

    /// <summary>A batch was encoded.</summary>
    public static void BatchEncoded(long rows) => Encoded.Add(rows);
}
