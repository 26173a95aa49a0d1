using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Millrace.Features.Contracts;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Expressions;

/// <summary>Values as text: shortest floats that read back the same, ISO 8601 times; what the strict parsers read.</summary>
internal static class ValueText
{
    /// <summary>Longest text of a fixed-width value in bytes.</summary>
    public const int MaxFixedBytes = 64;

    /// <summary>The value as text; null for null.</summary>
    public static string? Format(Vector vector, int row)
    {
        row *= vector.Stride;
        if (!vector.IsValid(row))
        {
            return null;
        }

        if (vector.Type.Kind == ValueKind.Text)
        {
            return Encoding.UTF8.GetString(vector.Text(row));
        }

        if (vector.Type.Kind == ValueKind.List)
        {
            var offsets = vector.Offsets;
            var child = vector.Child!;
            return $"[{string.Join(", ", Enumerable.Range(offsets[row], offsets[row + 1] - offsets[row]).Select(i => Format(child, i) ?? "null"))}]";
        }

        Span<byte> bytes = stackalloc byte[MaxFixedBytes];
        return Encoding.UTF8.GetString(bytes[..Write(vector, row, bytes)]);
    }

    /// <summary>Writes a fixed-width or boolean value that is not null; gives the number of bytes.</summary>
    public static int Write(Vector vector, int row, Span<byte> target)
    {
        int length;
        switch (vector.Type.Kind)
        {
            case ValueKind.Bool:
                var truth = BitMask.Get(vector.Bits, row) ? "true"u8 : "false"u8;
                truth.CopyTo(target);
                return truth.Length;
            case ValueKind.Int:
                vector.Longs[row].TryFormat(target, out length, default, CultureInfo.InvariantCulture);
                return length;
            case ValueKind.Float:
                vector.Doubles[row].TryFormat(target, out length, "R", CultureInfo.InvariantCulture);
                return length;
            case ValueKind.Decimal:
                return Decimals.Format(vector.Decimals[row], vector.Type.Scale, target);
            case ValueKind.Date:
                return WriteDate(vector.Ints[row], target);
            default:
                return WriteTime(vector.Longs[row], vector.Type.Kind == ValueKind.Timestamp, target);
        }
    }

    private static int WriteDate(int days, Span<byte> target)
    {
        var (year, month, day) = CivilTime.Date(days);
        Utf8.TryWrite(target, $"{year:D4}-{month:D2}-{day:D2}", out var length);
        return length;
    }

    private static int WriteTime(long microseconds, bool zoned, Span<byte> target)
    {
        var days = CivilTime.FloorDiv(microseconds, CivilTime.MicrosecondsPerDay);
        var rest = microseconds - (days * CivilTime.MicrosecondsPerDay);
        var length = WriteDate((int)days, target);
        var seconds = rest / CivilTime.MicrosecondsPerSecond;
        var fraction = rest % CivilTime.MicrosecondsPerSecond;
        Utf8.TryWrite(target[length..], $"T{seconds / 3600:D2}:{seconds / 60 % 60:D2}:{seconds % 60:D2}", out var written);
        length += written;
        if (fraction != 0)
        {
            Utf8.TryWrite(target[length..], $".{fraction:D6}", out written);
            length += written;
        }

        if (zoned)
        {
            target[length++] = (byte)'Z';
        }

        return length;
    }
}
