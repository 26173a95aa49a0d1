namespace Millrace.Features.Expressions.Parsing;

/// <summary>Kinds of literal. Numbers and null take the type that their surroundings ask for.</summary>
internal enum LiteralKind
{
    Null,
    Bool,
    WholeNumber,
    PointNumber,
    Text,
    Date,
    Timestamp,
    TimestampLocal,
}
