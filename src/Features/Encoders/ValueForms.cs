using Millrace.Features.Contracts;

namespace Millrace.Features.Encoders;

/// <summary>What the values of a contract type can be read as.</summary>
internal static class ValueForms
{
    /// <summary>Whether values can be read as numbers (dates as days, times as seconds since 1970, booleans as 0 and 1).</summary>
    public static bool IsNumber(ColumnType type) => type.IsInteger || type.IsFloat
        || type.Kind is ColumnKind.Decimal or ColumnKind.Bool or ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampLocal;

    /// <summary>Whether values can be read as categories.</summary>
    public static bool IsCategory(ColumnType type) => type.IsInteger || type.Kind is ColumnKind.String or ColumnKind.Bool or ColumnKind.Date;

    /// <summary>Whether values have calendar parts.</summary>
    public static bool IsTime(ColumnType type) => type.Kind is ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampLocal;

    /// <summary>Whether values are lists of numbers.</summary>
    public static bool IsNumberList(ColumnType type) => type.Kind == ColumnKind.List && type.Element is { Kind: not ColumnKind.List } element && IsNumber(element);

    /// <summary>Whether values can be classes of a label.</summary>
    public static bool IsClass(ColumnType type) => IsCategory(type) || type.IsFloat;
}
