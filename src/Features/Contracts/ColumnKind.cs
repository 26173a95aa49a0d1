namespace Millrace.Features.Contracts;

/// <summary>What kind of value a contract column holds.</summary>
public enum ColumnKind
{
    /// <summary>True or false.</summary>
    Bool,

    /// <summary>Signed integer of 8 bits.</summary>
    Int8,

    /// <summary>Signed integer of 16 bits.</summary>
    Int16,

    /// <summary>Signed integer of 32 bits.</summary>
    Int32,

    /// <summary>Signed integer of 64 bits.</summary>
    Int64,

    /// <summary>Unsigned integer of 8 bits.</summary>
    UInt8,

    /// <summary>Unsigned integer of 16 bits.</summary>
    UInt16,

    /// <summary>Unsigned integer of 32 bits.</summary>
    UInt32,

    /// <summary>Unsigned integer of 64 bits; held as decimal(20,0) after conversion.</summary>
    UInt64,

    /// <summary>IEEE single precision; held as double after conversion.</summary>
    Float32,

    /// <summary>IEEE double precision.</summary>
    Float64,

    /// <summary>Fixed-point number of at most 38 digits.</summary>
    Decimal,

    /// <summary>Text, valid UTF-8.</summary>
    String,

    /// <summary>Calendar day without time.</summary>
    Date,

    /// <summary>Instant, in microseconds since 1970-01-01 UTC.</summary>
    Timestamp,

    /// <summary>Wall-clock time without zone, in microseconds since 1970-01-01 00:00.</summary>
    TimestampLocal,

    /// <summary>List of values of one element type.</summary>
    List,
}
