namespace Millrace.Features.Expressions;

/// <summary>Kinds of value that expressions know; contract types of several widths share one.</summary>
internal enum ValueKind
{
    Bool,
    Int,
    Float,
    Decimal,
    Text,
    Date,
    Timestamp,
    TimestampLocal,
    List,
}
