using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Contracts;

namespace Millrace.Features.Encoders;

/// <summary>Finds columns of the clean layout and checks their Arrow types.</summary>
internal static class CleanColumns
{
    /// <summary>The column, in the type that the clean layout gives its contract type.</summary>
    /// <exception cref="FeatureFitException">It is not there or of another type.</exception>
    public static IArrowArray Get(RecordBatch batch, string name, ColumnType type) => Find(batch, name, type)
        ?? throw new FeatureFitException(FeatureFitFault.SchemaMismatch, name, batch.Length, $"column {name} is not in the batch");

    /// <summary>The column; null where it is not there.</summary>
    /// <exception cref="FeatureFitException">It is of another type.</exception>
    public static IArrowArray? Find(RecordBatch batch, string name, ColumnType type)
    {
        var index = IndexOf(batch, name);
        if (index < 0)
        {
            return null;
        }

        var array = batch.Column(index);
        return Fits(array, type) ? array
            : throw new FeatureFitException(
                FeatureFitFault.SchemaMismatch, name, batch.Length, $"column {name} is Arrow {array.Data.DataType.Name}, which is not what {type} has in the clean layout");
    }

    /// <summary>An int64 column without nulls.</summary>
    /// <exception cref="FeatureFitException">It is not there or of another type.</exception>
    public static ReadOnlySpan<long> GetLongs(RecordBatch batch, string name) => IndexOf(batch, name) is >= 0 and var index && batch.Column(index) is Int64Array { NullCount: 0 } longs
        ? longs.Values
        : throw new FeatureFitException(FeatureFitFault.SchemaMismatch, name, batch.Length, $"column {name} of the clean layout is missing or no int64");

    /// <summary>Ordinal of a column by its exact name; −1 where it is not there.</summary>
    public static int IndexOf(RecordBatch batch, string name)
    {
        var fields = batch.Schema.FieldsList;
        for (var i = 0; i < fields.Count; i++)
        {
            if (string.Equals(fields[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Fits(IArrowArray array, ColumnType type) => type.Kind switch
    {
        ColumnKind.Bool => array is BooleanArray,
        ColumnKind.String => array is StringArray,
        ColumnKind.Date => array is Date32Array,
        ColumnKind.Timestamp or ColumnKind.TimestampLocal => array.Data.DataType is TimestampType { Unit: TimeUnit.Microsecond },
        ColumnKind.Float32 or ColumnKind.Float64 => array is DoubleArray,
        ColumnKind.Decimal or ColumnKind.UInt64 => array is Decimal128Array,
        ColumnKind.List => array is ListArray list && Fits(list.Values, type.Element!),
        _ => array is Int64Array,
    };
}
