using System.Globalization;

namespace Millrace.Jobs.Progress;

/// <summary>Numbers and progress in words, the same in every display.</summary>
internal static class ProgressWords
{
    /// <summary><c>1,234,567</c>.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 file</c>, <c>2 files</c>.</summary>
    public static string Count(long value, string singular) => $"{Count(value)} {singular}{(value == 1 ? "" : "s")}";

    /// <summary><c>0.8 s</c>, <c>12 s</c>, <c>3 min 5 s</c>, <c>2 h 4 min</c>.</summary>
    public static string Duration(TimeSpan value) => value switch
    {
        { TotalSeconds: < 9.95 } => string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0.0} s"),
        { TotalSeconds: < 59.5 } => string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)value.TotalMinutes} min {value.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)value.TotalHours} h {value.Minutes} min"),
    };

    /// <summary><c>12.5 MB</c>.</summary>
    public static string Bytes(long value)
    {
        var (size, unit) = value switch
        {
            >= 1_000_000_000_000 => (value / 1e12, "TB"),
            >= 1_000_000_000 => (value / 1e9, "GB"),
            >= 1_000_000 => (value / 1e6, "MB"),
            >= 1_000 => (value / 1e3, "kB"),
            _ => (value, "bytes"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {unit}");
    }

    /// <summary><c>12.3 %</c>; <c>–</c> of nothing.</summary>
    public static string Share(long part, long whole) => whole == 0 ? "–" : Share((double)part / whole);

    /// <summary><c>12.3 %</c>; <c>–</c> for NaN.</summary>
    public static string Share(double share) => double.IsNaN(share) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    /// <summary>A metric with as many digits as tell models apart.</summary>
    public static string Metric(double value) => value.ToString(Math.Abs(value) >= 1000 ? "#,##0.0" : "0.0000", CultureInfo.InvariantCulture);

    /// <summary><c>12,000 of 40,000 rows (30 %), 6,000 rows/s, epoch 3</c>.</summary>
    public static string Progress(StageProgress progress, TimeSpan elapsed)
    {
        var of = progress.Total is { } total ? $" of {Count(total)} {progress.Unit} ({Share(progress.Done, total)})" : $" {progress.Unit}";
        var rate = progress.Done > 0 && elapsed > TimeSpan.Zero ? $", {Count((long)(progress.Done / elapsed.TotalSeconds))} {progress.Unit}/s" : "";
        return $"{Count(progress.Done)}{of}{rate}{(progress.Detail is null ? "" : ", " + progress.Detail)}";
    }
}
