using Millrace.Features.Contracts;

namespace Millrace.Features.Expressions;

/// <summary>Type of an expression or of a column in memory.</summary>
/// <param name="Kind">Kind of value.</param>
/// <param name="Precision">Digits of a decimal.</param>
/// <param name="Scale">Digits after the point of a decimal.</param>
/// <param name="Element">Type of a list's elements.</param>
internal sealed record ValueType(ValueKind Kind, int Precision = 0, int Scale = 0, ValueType? Element = null)
{
    public static readonly ValueType Bool = new(ValueKind.Bool);
    public static readonly ValueType Int = new(ValueKind.Int);
    public static readonly ValueType Float = new(ValueKind.Float);
    public static readonly ValueType Text = new(ValueKind.Text);
    public static readonly ValueType Date = new(ValueKind.Date);
    public static readonly ValueType Timestamp = new(ValueKind.Timestamp);
    public static readonly ValueType TimestampLocal = new(ValueKind.TimestampLocal);

    public bool IsNumber => Kind is ValueKind.Int or ValueKind.Float or ValueKind.Decimal;

    /// <summary>Bytes of one value; 0 for bits, text and lists.</summary>
    public int Width => Kind switch
    {
        ValueKind.Int or ValueKind.Float or ValueKind.Timestamp or ValueKind.TimestampLocal => 8,
        ValueKind.Decimal => 16,
        ValueKind.Date => 4,
        _ => 0,
    };

    public static ValueType Decimal(int precision, int scale) => new(ValueKind.Decimal, precision, scale);

    /// <summary>How a contract type is held in memory and in the clean layout.</summary>
    public static ValueType Of(ColumnType type) => type.Kind switch
    {
        ColumnKind.Bool => Bool,
        ColumnKind.UInt64 => Decimal(20, 0),
        ColumnKind.Float32 or ColumnKind.Float64 => Float,
        ColumnKind.Decimal => Decimal(type.Precision, type.Scale),
        ColumnKind.String => Text,
        ColumnKind.Date => Date,
        ColumnKind.Timestamp => Timestamp,
        ColumnKind.TimestampLocal => TimestampLocal,
        ColumnKind.List => new ValueType(ValueKind.List, 0, 0, Of(type.Element!)),
        _ => Int,
    };

    /// <summary>Name as documentation and messages use it.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.Bool => "bool",
        ValueKind.Int => "int",
        ValueKind.Float => "float",
        ValueKind.Decimal => $"decimal({Precision},{Scale})",
        ValueKind.Text => "text",
        ValueKind.Date => "date",
        ValueKind.Timestamp => "timestamp",
        ValueKind.TimestampLocal => "timestamp_local",
        _ => $"list<{Element}>",
    };
}
