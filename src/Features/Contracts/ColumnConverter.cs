using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Millrace.Features.Expressions;
using Millrace.Features.Expressions.Vectors;
using Millrace.Features.Text;
using ValueType = Millrace.Features.Expressions.ValueType;

namespace Millrace.Features.Contracts;

/// <summary>
/// Brings one delivered column to its contract type. Strict: a value that does not fit is marked with the kind of fault and becomes null; nothing is lost
/// silently. Immutable and thread-safe.
/// </summary>
internal sealed partial class ColumnConverter
{
    private readonly ColumnType _type;
    private readonly ValueType _held;
    private readonly ColumnContract _contract;
    private readonly FloatLimits _floats;
    private readonly TimePattern? _pattern;
    private readonly Utf8Lookup? _nullTexts;
    private readonly ColumnConverter? _element;

    /// <summary>Creates the converter of a contract that has been checked.</summary>
    public ColumnConverter(ColumnContract contract)
        : this(contract, contract.Type)
    {
    }

    private ColumnConverter(ColumnContract contract, ColumnType type)
    {
        _contract = contract;
        _type = type;
        _held = ValueType.Of(type);
        _floats = new FloatLimits(type.Kind == ColumnKind.Float32, contract.AllowNan, contract.Scale);
        _pattern = contract.Format is null ? null : TimePattern.Compile(contract.Format, out _);
        _nullTexts = contract.NullTexts is { Count: > 0 } texts ? new Utf8Lookup(texts.Select(Encoding.UTF8.GetBytes)) : null;
        _element = type.Element is { } element ? new ColumnConverter(contract, element) : null;
    }

    /// <summary>Smallest and largest value of an integer type.</summary>
    public static (long Min, long Max) Range(ColumnKind kind) => kind switch
    {
        ColumnKind.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ColumnKind.Int16 => (short.MinValue, short.MaxValue),
        ColumnKind.Int32 => (int.MinValue, int.MaxValue),
        ColumnKind.UInt8 => (0, byte.MaxValue),
        ColumnKind.UInt16 => (0, ushort.MaxValue),
        ColumnKind.UInt32 => (0, uint.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };

    /// <summary>Converts; rows that do not fit are marked in <paramref name="faults"/> and null in the result.</summary>
    public Vector Convert(SourceColumn source, FaultSink faults, ScratchPool pool)
    {
        if (source.Values.Type.Kind == ValueKind.Text)
        {
            return ConvertText(source, faults, pool);
        }

        var values = source.Values;
        return (values.Type.Kind, _type.Kind) switch
        {
            (ValueKind.Bool, ColumnKind.Bool) or (ValueKind.Date, ColumnKind.Date) => values,
            (ValueKind.Int, ColumnKind.Int64) => values,
            (ValueKind.Int, ColumnKind.UInt64 or ColumnKind.Decimal) =>
                Map<long, Int128, IntegerToDecimal>(values, values.Longs, new(new(_type)), faults, pool),
            (ValueKind.Int, _) when _type.IsInteger => Narrow(values, faults, pool),
            (ValueKind.Int, _) when _type.IsFloat => Map<long, double, IntegerToFloat>(values, values.Longs, new(_floats), faults, pool),
            (ValueKind.Float, ColumnKind.UInt64 or ColumnKind.Decimal) =>
                Map<double, Int128, FloatToDecimal>(values, values.Doubles, new(new(_type)), faults, pool),
            (ValueKind.Float, _) when _type.IsInteger =>
                Map<double, long, FloatToInteger>(values, values.Doubles, new(Range(_type.Kind).Min, Range(_type.Kind).Max), faults, pool),
            (ValueKind.Float, _) when _type.IsFloat => Floats(source, faults, pool),
            (ValueKind.Decimal, ColumnKind.UInt64 or ColumnKind.Decimal) => Rescale(values, faults, pool),
            (ValueKind.Decimal, _) when _type.IsInteger => Map<Int128, long, DecimalToInteger>(
                values, values.Decimals, new(values.Type.Scale, Range(_type.Kind).Min, Range(_type.Kind).Max), faults, pool),
            (ValueKind.Decimal, _) when _type.IsFloat =>
                Map<Int128, double, DecimalToFloat>(values, values.Decimals, new(values.Type.Scale, _floats), faults, pool),
            (ValueKind.Timestamp, ColumnKind.Timestamp) or (ValueKind.TimestampLocal, ColumnKind.TimestampLocal) => Times(source, faults, pool),
            (ValueKind.Timestamp or ValueKind.TimestampLocal, ColumnKind.Date) =>
                Map<long, int, TimeToDate>(values, values.Longs, new(source.UnitsPerSecond), faults, pool),
            (ValueKind.List, ColumnKind.List) => Lists(source, faults, pool),
            _ => Wrong(values, faults, pool),
        };
    }

    /// <summary>A column of nothing but nulls.</summary>
    public static Vector Nulls(ValueType type, int rows, ScratchPool pool)
    {
        var zeros = pool.Rent(Math.Max((rows + 1L) * 16, 8));
        zeros.AsSpan().Clear();
        var valid = pool.RentEmptyMask(rows);
        return type.Kind switch
        {
            ValueKind.Text => Vector.OfText(rows, zeros, default, valid),
            ValueKind.List => Vector.OfList(type, rows, zeros, Nulls(type.Element!, 0, pool), valid),
            _ => Vector.Fixed(type, rows, zeros, valid),
        };
    }

    private Vector Wrong(Vector values, FaultSink faults, ScratchPool pool)
    {
        for (var row = 0; row < values.Length; row++)
        {
            if (values.IsValid(row))
            {
                faults.Mark(FaultKind.WrongType, row);
            }
        }

        return Nulls(_held, values.Length, pool);
    }

    private Vector Narrow(Vector values, FaultSink faults, ScratchPool pool)
    {
        var (min, max) = Range(_type.Kind);
        var longs = values.Longs;
        var (low, high) = (Vector512.Create(min), Vector512.Create(max));
        var i = 0;
        for (; i <= longs.Length - 8; i += 8)
        {
            var value = Vector512.Create(longs[i..]);
            if (Vector512.LessThanAny(value, low) || Vector512.GreaterThanAny(value, high))
            {
                break;
            }
        }

        for (; i < longs.Length && longs[i] >= min && longs[i] <= max; i++)
        {
        }

        return i == longs.Length ? values : Map<long, long, IntegerToInteger>(values, longs, new(min, max), faults, pool);
    }

    private Vector Floats(SourceColumn source, FaultSink faults, ScratchPool pool)
    {
        var values = source.Values;
        var doubles = values.Doubles;
        var finite = AllFinite(doubles);
        if (finite && (_floats.KeepsFinite || (source.IsSingle && _floats.IsSingle && _contract.Scale is null)))
        {
            return values;
        }

        var mapped = Map<double, double, FloatToFloat>(values, doubles, new(_floats), faults, pool);
        return Vector.Fixed(mapped.Type, mapped.Length, mapped.Values, mapped.Valid, !finite && _floats.AllowsNan);
    }

    private static bool AllFinite(ReadOnlySpan<double> values)
    {
        var bits = MemoryMarshal.Cast<double, ulong>(values);
        var exponent = Vector512.Create(0x7FF0_0000_0000_0000UL);
        var i = 0;
        for (; i <= bits.Length - 8; i += 8)
        {
            if (Vector512.EqualsAny(Vector512.Create(bits[i..]) & exponent, exponent))
            {
                return false;
            }
        }

        for (; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                return false;
            }
        }

        return true;
    }

    private Vector Rescale(Vector values, FaultSink faults, ScratchPool pool) =>
        values.Type == _held && _type.Kind == ColumnKind.Decimal
            ? values
            : Map<Int128, Int128, DecimalToDecimal>(values, values.Decimals, new(values.Type.Scale, new(_type)), faults, pool);

    private Vector Times(SourceColumn source, FaultSink faults, ScratchPool pool) => source.UnitsPerSecond == CivilTime.MicrosecondsPerSecond
        ? source.Values
        : Map<long, long, TimeToMicroseconds>(
            source.Values, source.Values.Longs, new(source.UnitsPerSecond, _contract.TruncateNanoseconds), faults, pool);

    private Vector Lists(SourceColumn source, FaultSink faults, ScratchPool pool)
    {
        var lists = source.Values;
        var child = lists.Child!;
        var childFaults = new FaultSink(child.Length, pool);
        var converted = _element!.Convert(source with { Values = child }, childFaults, pool);
        if (!childFaults.Any && converted.Valid is null)
        {
            return Vector.OfList(_held, lists.Length, lists.Values, converted, lists.Valid);
        }

        var valid = CopyValid(lists, pool);
        var offsets = lists.Offsets;
        for (var row = 0; row < lists.Length; row++)
        {
            if (!lists.IsValid(row) || FirstFault(childFaults, converted, offsets[row], offsets[row + 1]) is not (var kind and not FaultKind.None))
            {
                continue;
            }

            faults.Mark(kind, row);
            BitMask.Clear(valid, row);
        }

        return Vector.OfList(_held, lists.Length, lists.Values, converted, valid);
    }

    private static FaultKind FirstFault(FaultSink faults, Vector converted, int from, int to)
    {
        for (var element = from; element < to; element++)
        {
            for (var kind = FaultKind.Null; faults.Any && kind <= FaultKind.MissingColumn; kind++)
            {
                if (faults.Of(kind) is { } mask && BitMask.Get(mask, element))
                {
                    return kind;
                }
            }

            if (!converted.IsValid(element))
            {
                return FaultKind.NullElement;
            }
        }

        return FaultKind.None;
    }

    private Vector Map<TIn, TOut, TConversion>(
        Vector source, ReadOnlySpan<TIn> input, TConversion conversion, FaultSink faults, ScratchPool pool)
        where TOut : unmanaged
        where TConversion : struct, IConversion<TIn, TOut>
    {
        var bytes = pool.Rent((long)input.Length * Marshal.SizeOf<TOut>());
        var output = MemoryMarshal.Cast<byte, TOut>(bytes.AsSpan());
        var valid = source.Valid;
        var copied = false;
        for (var row = 0; row < input.Length; row++)
        {
            if (valid is not null && !BitMask.Get(valid, row))
            {
                output[row] = default;
                continue;
            }

            var fault = conversion.Convert(input[row], out output[row]);
            if (fault != FaultKind.None)
            {
                valid = copied ? valid! : CopyValid(source, pool);
                copied = true;
                BitMask.Clear(valid, row);
                faults.Mark(fault, row);
            }
        }

        return Vector.Fixed(_held, input.Length, bytes, valid);
    }

    private static ulong[] CopyValid(Vector source, ScratchPool pool)
    {
        var valid = pool.RentMask(source.Length);
        if (source.Valid is null)
        {
            BitMask.Fill(valid, source.Length);
        }
        else
        {
            source.Valid.AsSpan(0, BitMask.Words(source.Length)).CopyTo(valid);
        }

        return valid;
    }
}
