using System.Globalization;
using System.Text;
using Millrace.Features.Contracts;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Expressions.Parsing;

/// <summary>Values of literals.</summary>
internal static class Literals
{
    /// <summary>The literal as a value of a type; null when it is none. Without a type it takes its own.</summary>
    public static Vector? Read(LiteralSyntax literal, ValueType? wanted)
    {
        var type = wanted ?? Own(literal);
        if (literal.Kind == LiteralKind.Null)
        {
            return ColumnConverter.Nulls(type, 1, new ScratchPool()).AsConstant();
        }

        var isNumber = literal.Kind is LiteralKind.WholeNumber or LiteralKind.PointNumber;
        if (isNumber != type.IsNumber || (!isNumber && type != Own(literal)))
        {
            return null;
        }

        if (type.Kind == ValueKind.Float)
        {
            return double.TryParse(literal.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? Fixed(type, number)
                : null;
        }

        var contract = new ColumnContract { Name = "", Type = ContractType(type) };
        return literal.Kind == LiteralKind.PointNumber && type.Kind == ValueKind.Int ? null : Constant.Read(contract, literal.Text, out _);
    }

    /// <summary>A constant of fixed width.</summary>
    public static Vector Fixed<T>(ValueType type, T value)
        where T : unmanaged
    {
        var bytes = new byte[16];
        System.Runtime.InteropServices.MemoryMarshal.Write(bytes, value);
        return Vector.Fixed(type, 1, bytes, null).AsConstant();
    }

    /// <summary>A constant text.</summary>
    public static Vector Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var offsets = new byte[8];
        BitConverter.TryWriteBytes(offsets.AsSpan(4), bytes.Length);
        return Vector.OfText(1, offsets, bytes, null).AsConstant();
    }

    /// <summary>The decimal type that a number literal takes beside <paramref name="other"/>: its scale when that holds the literal, else the literal's own.</summary>
    public static ValueType DecimalType(LiteralSyntax literal, ValueType? other)
    {
        var point = literal.Text.IndexOf('.', StringComparison.Ordinal);
        var places = point < 0 ? 0 : Math.Min(literal.Text.Length - point - 1, 38);
        return ValueType.Decimal(38, Math.Max(places, other?.Scale ?? 0));
    }

    /// <summary>Why a literal has no value even of its own type.</summary>
    public static string Problem(LiteralSyntax literal) => literal.Kind switch
    {
        LiteralKind.Date => $"'{literal.Text}' is not a date; write date '2013-01-31'",
        LiteralKind.Timestamp => $"'{literal.Text}' is not a timestamp; write timestamp '2013-01-31T23:59:00Z', with an offset from UTC",
        LiteralKind.TimestampLocal => $"'{literal.Text}' is not a timestamp_local; write timestamp_local '2013-01-31T23:59:00', without offset",
        _ => $"{literal.Text} is too large",
    };

    private static ValueType Own(LiteralSyntax literal) => literal.Kind switch
    {
        LiteralKind.Bool => ValueType.Bool,
        LiteralKind.WholeNumber => ValueType.Int,
        LiteralKind.PointNumber => ValueType.Float,
        LiteralKind.Date => ValueType.Date,
        LiteralKind.Timestamp => ValueType.Timestamp,
        LiteralKind.TimestampLocal => ValueType.TimestampLocal,
        _ => ValueType.Text,
    };

    private static ColumnType ContractType(ValueType type) => type.Kind switch
    {
        ValueKind.Bool => ColumnType.Of(ColumnKind.Bool),
        ValueKind.Int => ColumnType.Of(ColumnKind.Int64),
        ValueKind.Decimal => ColumnType.Decimal(type.Precision, type.Scale),
        ValueKind.Date => ColumnType.Of(ColumnKind.Date),
        ValueKind.Timestamp => ColumnType.Of(ColumnKind.Timestamp),
        ValueKind.TimestampLocal => ColumnType.Of(ColumnKind.TimestampLocal),
        _ => ColumnType.Of(ColumnKind.String),
    };
}
