using System.Buffers.Binary;
using System.Globalization;
using Parquet.Meta;

namespace Millrace.Jobs.Survey;

/// <summary>Reads the statistics of a column chunk. Text and bytes are left out: they may be personal, and nobody plans by them.</summary>
internal static class FooterStatistics
{
    public static ColumnStatistics Read(ColumnMetaData chunk, string type)
    {
        var statistics = chunk.Statistics;
        return new ColumnStatistics(
            chunk.TotalCompressedSize,
            statistics?.NullCount,
            Value(statistics?.MinValue ?? statistics?.Min, chunk.Type, type),
            Value(statistics?.MaxValue ?? statistics?.Max, chunk.Type, type));
    }

    private static string? Value(byte[]? bytes, Parquet.Meta.Type physical, string type) => (physical, bytes?.Length) switch
    {
        (Parquet.Meta.Type.INT32, 4) => Integer(BinaryPrimitives.ReadInt32LittleEndian(bytes), type),
        (Parquet.Meta.Type.INT64, 8) => Integer(BinaryPrimitives.ReadInt64LittleEndian(bytes), type),
        (Parquet.Meta.Type.FLOAT, 4) => BinaryPrimitives.ReadSingleLittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        (Parquet.Meta.Type.DOUBLE, 8) => BinaryPrimitives.ReadDoubleLittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The absolute value; that of the smallest number too.</summary>
    private static ulong Magnitude(long value) => value < 0 ? (ulong)-(Int128)value : (ulong)value;

    private static string? Integer(long value, string type)
    {
        if (type == "date")
        {
            return value is > -700_000 and < 2_900_000 ? DateOnly.FromDayNumber((int)value + 719_162).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
        }

        if (type.StartsWith("timestamp[", StringComparison.Ordinal))
        {
            var ticks = (Int128)value * (type[10] switch { 'm' => 10_000, 'u' => 10, _ => 1 }) / (type[10] == 'n' ? 100 : 1);
            return ticks > -621_355_968_000_000_000L && ticks < 2_534_023_007_999_999_999L
                ? DateTime.UnixEpoch.AddTicks((long)ticks).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
                : null;
        }

        if (type.StartsWith("decimal(", StringComparison.Ordinal))
        {
            var scale = int.Parse(type.AsSpan(type.IndexOf(',') + 1)[..^1], CultureInfo.InvariantCulture);
            return scale is >= 0 and <= 18 ? new decimal((int)Magnitude(value), (int)(Magnitude(value) >> 32), 0, value < 0, (byte)scale).ToString(CultureInfo.InvariantCulture) : null;
        }

        return type switch
        {
            "uint64" => ((ulong)value).ToString(CultureInfo.InvariantCulture),
            "uint32" => ((uint)value).ToString(CultureInfo.InvariantCulture),
            _ when type.StartsWith("time", StringComparison.Ordinal) => null,
            _ => value.ToString(CultureInfo.InvariantCulture),
        };
    }
}
