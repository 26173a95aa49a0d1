using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Training.Networks;

namespace Millrace.Training.Lanes;

/// <summary>The columns of a feature batch that a prediction needs, as flat arrays.</summary>
internal static class FeatureColumns
{
    /// <summary>x [B, F] and c [B, C].</summary>
    public static (float[] X, int[] C) Read(RecordBatch batch, InputShape shape) =>
        (Fixed<FloatArray, float>(batch, "x", shape.DenseFeatures, a => a.Values),
            Fixed<Int32Array, int>(batch, "c", shape.Categories.Count, a => a.Values));

    /// <summary>Sequences [B, T, D], padded with zeros, and lengths [B]; empty where the network takes none.</summary>
    public static (float[] Sequences, int[] Lengths) ReadSequences(RecordBatch batch, InputShape shape)
    {
        if (shape.SequenceFeatures == 0)
        {
            return ([], []);
        }

        var lists = batch.Schema.FieldsList.Where(f => f.Name.StartsWith("s_", StringComparison.Ordinal)).Select(f => Column<ListArray>(batch, f.Name)).ToArray();
        if (lists.Length != shape.SequenceFeatures)
        {
            throw new LaneException($"the feature batch has {lists.Length} sequences, the network takes {shape.SequenceFeatures}");
        }

        var values = new float[checked(batch.Length * shape.MaxLength * lists.Length)];
        var lengths = new int[batch.Length];
        for (var row = 0; row < batch.Length; row++)
        {
            lengths[row] = lists[0].GetValueLength(row);
            for (var d = 0; d < lists.Length; d++)
            {
                var length = lists[d].GetValueLength(row);
                if (length != lengths[row] || length > shape.MaxLength)
                {
                    throw new LaneException($"row {row}: a sequence of {length} elements, where {Math.Min(lengths[row], shape.MaxLength)} are expected at most");
                }

                var from = ((FloatArray)lists[d].Values).Values.Slice(lists[d].ValueOffsets[row], length);
                for (var t = 0; t < length; t++)
                {
                    values[((((row * shape.MaxLength) + t) * lists.Length) + d)] = from[t];
                }
            }
        }

        return (values, lengths);
    }

    /// <summary>The column <paramref name="name"/> of the wanted array type, without nulls.</summary>
    public static TArray Column<TArray>(RecordBatch batch, string name)
        where TArray : class, IArrowArray
    {
        var array = batch.Schema.GetFieldIndex(name) is >= 0 and var index ? batch.Column(index) : null;
        if (array is not TArray typed)
        {
            throw new LaneException($"the feature batch's column {name} is {array?.Data.DataType.Name ?? "missing"}, not {typeof(TArray).Name}");
        }

        return array.NullCount == 0 ? typed : throw new LaneException($"the feature batch's column {name} holds nulls");
    }

    /// <summary>A fixed-size list column [B, width], copied; empty where the width is 0.</summary>
    public static T[] Fixed<TArray, T>(RecordBatch batch, string name, int width, Func<TArray, ReadOnlySpan<T>> values)
        where TArray : class, IArrowArray
    {
        if (width == 0)
        {
            return [];
        }

        var list = Column<FixedSizeListArray>(batch, name);
        return list.Values is TArray typed && typed.NullCount == 0 && ((FixedSizeListType)list.Data.DataType).ListSize == width
            ? values(typed).Slice(list.Offset * width, batch.Length * width).ToArray()
            : throw new LaneException($"the feature batch's column {name} is not {width} numbers of the expected type");
    }
}
