using Apache.Arrow;
using NodaTime;

namespace Millrace.Features.Encoders.Times;

/// <summary>Reads dates and times as microseconds of local time since 1970. For one thread at a time.</summary>
internal sealed class InstantReader(DateTimeZone? zone)
{
    /// <summary>Stands for no value.</summary>
    public const long None = long.MinValue;

    private const long MicrosADay = 86_400_000_000;

    // The offset of a zone holds for an interval; most rows fall into the one before.
    private long _from = long.MaxValue;
    private long _to = long.MinValue;
    private long _offset;

    /// <summary>The local time of a row.</summary>
    /// <exception cref="FeatureFitException">The array holds no dates or times.</exception>
    public long Read(IArrowArray array, int row)
    {
        if (array.IsNull(row))
        {
            return None;
        }

        return array switch
        {
            Date32Array dates => dates.Values[row] * MicrosADay,
            TimestampArray times => zone is null ? times.Values[row] : ToLocal(times.Values[row]),
            _ => throw new FeatureFitException(FeatureFitFault.SchemaMismatch, null, 0, $"a column of Arrow type {array.Data.DataType.Name} has no calendar parts"),
        };
    }

    private long ToLocal(long micros)
    {
        if (micros < _from || micros >= _to)
        {
            var interval = zone!.GetZoneInterval(Instant.FromUnixTimeTicks(Math.Clamp(micros, -62_135_596_800_000_000, 253_402_300_799_000_000) * 10));
            _from = interval.HasStart ? Math.Max(MicrosOf(interval.Start), long.MinValue) : long.MinValue;
            _to = interval.HasEnd ? MicrosOf(interval.End) : long.MaxValue;
            _offset = interval.WallOffset.Ticks / 10;
        }

        return micros + _offset;
    }

    private static long MicrosOf(Instant instant) => instant.ToUnixTimeTicks() / 10;
}
