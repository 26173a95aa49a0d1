using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Millrace.Features.Expressions.Vectors;
using Millrace.Features.Text;

namespace Millrace.Features.Contracts;

/// <summary>Reading of delivered text.</summary>
internal sealed partial class ColumnConverter
{
    private Vector ConvertText(SourceColumn source, FaultSink faults, ScratchPool pool)
    {
        var text = _nullTexts is null ? source.Values : WithoutNullTexts(source.Values, _nullTexts, pool);
        return _type.Kind switch
        {
            ColumnKind.String => CheckUtf8(text, faults, pool),
            ColumnKind.List => Wrong(text, faults, pool),
            ColumnKind.Bool => ParseBools(text, faults, pool),
            ColumnKind.Date => Parse<int>(text, ParseDate, faults, pool),
            ColumnKind.Timestamp or ColumnKind.TimestampLocal => Parse<long>(text, ParseTime, faults, pool),
            ColumnKind.UInt64 or ColumnKind.Decimal => Parse<Int128>(text, ParseDecimal, faults, pool),
            _ when _type.IsFloat => ParseFloats(text, faults, pool),
            _ => Parse<long>(text, ParseInteger, faults, pool),
        };
    }

    private static Vector WithoutNullTexts(Vector text, Utf8Lookup nullTexts, ScratchPool pool)
    {
        ulong[]? valid = null;
        for (var row = 0; row < text.Length; row++)
        {
            if (text.IsValid(row) && nullTexts.Find(text.Text(row)) >= 0)
            {
                BitMask.Clear(valid ??= CopyValid(text, pool), row);
            }
        }

        return valid is null ? text : text.With(valid);
    }

    private static Vector CheckUtf8(Vector text, FaultSink faults, ScratchPool pool)
    {
        var offsets = text.Offsets;
        var all = text.Bytes.Span[offsets[0]..offsets[^1]];
        if (Ascii.IsValid(all))
        {
            return text;
        }

        ulong[]? valid = null;
        for (var row = 0; row < text.Length; row++)
        {
            if (text.IsValid(row) && !Utf8.IsValid(text.Text(row)))
            {
                BitMask.Clear(valid ??= CopyValid(text, pool), row);
                faults.Mark(FaultKind.InvalidUtf8, row);
            }
        }

        return valid is null ? text : text.With(valid);
    }

    private Vector ParseBools(Vector text, FaultSink faults, ScratchPool pool)
    {
        var parsed = Parse<byte>(
            text,
            static (ReadOnlySpan<byte> value, out byte result) =>
            {
                var fault = TextParsing.Bool(value, out var truth);
                result = truth ? (byte)1 : (byte)0;
                return fault;
            },
            faults,
            pool);
        var bits = pool.RentEmptyMask(text.Length);
        for (var row = 0; row < text.Length; row++)
        {
            bits[row >> 6] |= (ulong)(parsed.Values.Span[row] & 1) << row;
        }

        return Vector.OfMask(text.Length, bits, parsed.Valid, pool);
    }

    private Vector ParseFloats(Vector text, FaultSink faults, ScratchPool pool)
    {
        var parsed = Parse<double>(text, (ReadOnlySpan<byte> value, out double result) => TextParsing.Float(value, _floats, out result), faults, pool);
        return Vector.Fixed(parsed.Type, parsed.Length, parsed.Values, parsed.Valid, _floats.AllowsNan);
    }

    private FaultKind ParseInteger(ReadOnlySpan<byte> text, out long value) =>
        TextParsing.Integer(text, Range(_type.Kind).Min, Range(_type.Kind).Max, out value);

    private FaultKind ParseDecimal(ReadOnlySpan<byte> text, out Int128 value) =>
        TextParsing.Decimal(text, new DecimalLimits(_type), allowExponent: false, out value);

    private FaultKind ParseDate(ReadOnlySpan<byte> text, out int days)
    {
        if (_pattern is null)
        {
            return TimeText.TryReadDate(text, out days) ? FaultKind.None : FaultKind.Unparsable;
        }

        var read = _pattern.TryRead(text, out var microseconds, out var nanoseconds);
        days = (int)CivilTime.FloorDiv(microseconds, CivilTime.MicrosecondsPerDay);
        return !read ? FaultKind.Unparsable
            : days * CivilTime.MicrosecondsPerDay != microseconds || nanoseconds != 0 ? FaultKind.TimeOfDay
            : FaultKind.None;
    }

    private FaultKind ParseTime(ReadOnlySpan<byte> text, out long microseconds)
    {
        int nanoseconds;
        var read = _pattern is null
            ? TimeText.TryReadTime(text, _type.Kind == ColumnKind.Timestamp, out microseconds, out nanoseconds)
            : _pattern.TryRead(text, out microseconds, out nanoseconds);
        return !read ? FaultKind.Unparsable
            : nanoseconds != 0 && !_contract.TruncateNanoseconds ? FaultKind.Nanoseconds
            : FaultKind.None;
    }

    private Vector Parse<T>(Vector text, TextParser<T> parser, FaultSink faults, ScratchPool pool)
        where T : unmanaged
    {
        var bytes = pool.Rent((long)text.Length * Marshal.SizeOf<T>());
        var output = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        var offsets = text.Offsets;
        var utf8 = text.Bytes.Span;
        var valid = text.Valid;
        for (var row = 0; row < text.Length; row++)
        {
            if (valid is not null && !BitMask.Get(valid, row))
            {
                output[row] = default;
                continue;
            }

            var fault = parser(utf8[offsets[row]..offsets[row + 1]], out output[row]);
            if (fault != FaultKind.None)
            {
                valid = ReferenceEquals(valid, text.Valid) ? CopyValid(text, pool) : valid!;
                BitMask.Clear(valid, row);
                faults.Mark(fault, row);
            }
        }

        return Vector.Fixed(_held, text.Length, bytes, valid);
    }
}
