using Millrace.Features.Contracts;
using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Lists;

namespace Millrace.Jobs.Export;

/// <summary>
/// An input of the model over raw values, named after its column. Numbers say that they are missing by NaN; every other kind has an optional
/// second input, <c>COLUMN:missing</c> [rows] boolean, false where it is left out.
/// </summary>
/// <param name="Name">The column.</param>
/// <param name="Kind">How its values are given.</param>
/// <param name="Width">Elements of a list; 1 otherwise.</param>
/// <param name="IsSequence">Whether the list is read as a sequence, which has a length of its own.</param>
internal sealed record RawInput(string Name, RawKind Kind, int Width, bool IsSequence)
{
    /// <summary>Name of the input that says which rows have no value.</summary>
    public string MissingName => Name + ":missing";

    /// <summary>Name of the input with the lengths of all sequences.</summary>
    public string LengthName => Name + ":length";

    /// <summary>The input of a column.</summary>
    public static RawInput Of(FittedColumn column)
    {
        var type = ColumnType.Parse(column.Type);
        var kind = type.Kind switch
        {
            ColumnKind.String => RawKind.Text,
            ColumnKind.Bool => RawKind.Boolean,
            ColumnKind.Date => RawKind.Days,
            ColumnKind.Timestamp or ColumnKind.TimestampLocal => RawKind.Microseconds,
            ColumnKind.List => RawKind.List,
            ColumnKind.Decimal or ColumnKind.UInt64 or ColumnKind.Float32 or ColumnKind.Float64 => RawKind.Number,
            _ => RawKind.Integer,
        };
        var sequence = column.Steps.OfType<FittedSequence>().FirstOrDefault();
        var vector = column.Steps.OfType<FittedVector>().FirstOrDefault();
        return new RawInput(column.Name, kind, Math.Max(sequence?.MaxLength ?? 1, vector?.Length ?? 1), sequence is not null);
    }
}
