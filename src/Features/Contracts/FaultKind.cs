namespace Millrace.Features.Contracts;

/// <summary>Why a value does not fit its contract; docs/contract.md has the table.</summary>
internal enum FaultKind
{
    None,
    Null,
    Overflow,
    Fraction,
    Inexact,
    NotFinite,
    OutOfRange,
    Nanoseconds,
    TimeOfDay,
    Unparsable,
    NotAllowed,
    NullElement,
    InvalidUtf8,
    WrongType,
    MissingColumn,
}
