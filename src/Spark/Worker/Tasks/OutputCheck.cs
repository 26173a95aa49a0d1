using Apache.Arrow;
using Apache.Arrow.Types;

namespace Millrace.Spark.Worker.Tasks;

/// <summary>Compares what a function gave with what was declared: Spark reads by position, trusts the types, and takes garbage for a null that it does not expect. Pure.</summary>
internal static class OutputCheck
{
    /// <summary>Throws where a column differs, naming it.</summary>
    /// <exception cref="InvalidOperationException">It differs.</exception>
    public static void Require(Schema declared, RecordBatch given, string operatorName)
    {
        if (given.ColumnCount != declared.FieldsList.Count)
        {
            throw new InvalidOperationException($"Operator {operatorName} gave {given.ColumnCount} columns where {declared.FieldsList.Count} are declared.");
        }

        for (var index = 0; index < given.ColumnCount; index++)
        {
            var (expected, column) = (declared.FieldsList[index], given.Column(index));
            if (!SameType(expected.DataType, column.Data.DataType))
            {
                throw new InvalidOperationException(
                    $"Operator {operatorName} gave column {index} as {column.Data.DataType.Name} where {expected.Name} is declared as {expected.DataType.Name}.");
            }

            if (column.Length != given.Length)
            {
                throw new InvalidOperationException($"Operator {operatorName} gave {column.Length} values for column {expected.Name} of {given.Length} rows.");
            }

            if (HasUnexpectedNull(expected, column.Data))
            {
                throw new InvalidOperationException($"Operator {operatorName} gave a null in column {expected.Name}, which is declared without nulls.");
            }
        }
    }

    private static bool SameType(IArrowType expected, IArrowType given) => (expected, given) switch
    {
        (TimestampType a, TimestampType b) => a.Unit == b.Unit && string.IsNullOrEmpty(a.Timezone) == string.IsNullOrEmpty(b.Timezone),
        (Decimal128Type a, Decimal128Type b) => a.Precision == b.Precision && a.Scale == b.Scale,
        (TimeBasedType a, TimeBasedType b) => a.TypeId == b.TypeId && a.Unit == b.Unit,
        (IntervalType a, IntervalType b) => a.Unit == b.Unit,
        (NestedType a, NestedType b) => a.TypeId == b.TypeId && a.Fields.Count == b.Fields.Count
            && a.Fields.Zip(b.Fields).All(static pair => SameType(pair.First.DataType, pair.Second.DataType)),
        _ => expected.TypeId == given.TypeId,
    };

    // Below a null of its parent a child may hold anything, so children are looked at only where the parent has none.
    private static bool HasUnexpectedNull(Field declared, ArrayData data)
    {
        if (data.GetNullCount() > 0)
        {
            return !declared.IsNullable;
        }

        return declared.DataType is NestedType type && data.Children is { } children
            && type.Fields.Zip(children).Any(static pair => HasUnexpectedNull(pair.First, pair.Second));
    }
}
