using Apache.Arrow;
using Apache.Arrow.Types;

namespace Millrace.Jobs.Baselines;

/// <summary>Encoded rows in memory, apart by column kind. Not thread-safe while it is filled.</summary>
/// <remarks>Legend: F float features, C categories.</remarks>
internal sealed class FeatureRows
{
    private readonly int _width;
    private readonly int[]? _floats;

    private FeatureRows(int width, IReadOnlyList<int>? floats, int categories, int labelIndex)
    {
        _width = width;
        _floats = floats?.ToArray();
        Features = _floats?.Length ?? width;
        Categories = categories;
        LabelIndex = labelIndex;
    }

    /// <summary>F.</summary>
    public int Features { get; }

    /// <summary>C.</summary>
    public int Categories { get; }

    /// <summary>Rows.</summary>
    public int Count => Labels.Count;

    /// <summary>[Count, F] row-major.</summary>
    public List<float> X { get; } = [];

    /// <summary>[Count, C] row-major: indices into vocabularies.</summary>
    public List<int> C { get; } = [];

    /// <summary>The label of each row; the class index where the task is a classification.</summary>
    public List<float> Labels { get; } = [];

    /// <summary>The weight of each row.</summary>
    public List<float> Weights { get; } = [];

    /// <summary>The identity of each row.</summary>
    public List<(long Hi, long Lo)> Ids { get; } = [];

    private int LabelIndex { get; }

    /// <summary>No rows yet, of the layout of <paramref name="schema"/>, with what <paramref name="data"/> reads of it.</summary>
    public static FeatureRows For(Schema schema, BaselineData data) =>
        new(Width(schema, FeatureColumns.Floats), data.Floats, Width(schema, FeatureColumns.Categories), data.LabelIndex);

    /// <summary>Appends the rows of <paramref name="batch"/> (borrowed) that <paramref name="keep"/> takes by identity; null takes all.</summary>
    public void Append(RecordBatch batch, Func<long, long, bool>? keep)
    {
        var hi = ((Int64Array)batch.Column(FeatureColumns.IdHi)).Values;
        var lo = ((Int64Array)batch.Column(FeatureColumns.IdLo)).Values;
        var weights = ((FloatArray)batch.Column(FeatureColumns.Weight)).Values;
        var labels = (FixedSizeListArray)batch.Column(FeatureColumns.Labels);
        var labelWidth = ((FixedSizeListType)labels.Data.DataType).ListSize;
        var labelValues = ((FloatArray)labels.Values).Values[(labels.Offset * labelWidth)..];
        var x = Floats(batch);
        var c = Indices(batch);
        for (var row = 0; row < batch.Length; row++)
        {
            if (keep is null || keep(hi[row], lo[row]))
            {
                Ids.Add((hi[row], lo[row]));
                AddFloats(x.Slice(row * _width, _width));
                C.AddRange(c.Slice(row * Categories, Categories));
                Labels.Add(labelValues[(row * labelWidth) + LabelIndex]);
                Weights.Add(weights[row]);
            }
        }
    }

    /// <summary>The row numbers in the order of the rows' identities, so that files and their order do not matter.</summary>
    public int[] OrderById() => IdOrder.Of(Ids);

    private void AddFloats(ReadOnlySpan<float> x)
    {
        if (_floats is null)
        {
            X.AddRange(x);
            return;
        }

        foreach (var column in _floats)
        {
            X.Add(x[column]);
        }
    }

    private ReadOnlySpan<float> Floats(RecordBatch batch)
    {
        if (_width == 0)
        {
            return [];
        }

        var list = (FixedSizeListArray)batch.Column(FeatureColumns.Floats);
        return ((FloatArray)list.Values).Values[(list.Offset * _width)..];
    }

    private ReadOnlySpan<int> Indices(RecordBatch batch)
    {
        if (Categories == 0)
        {
            return [];
        }

        var list = (FixedSizeListArray)batch.Column(FeatureColumns.Categories);
        return ((Int32Array)list.Values).Values[(list.Offset * Categories)..];
    }

    private static int Width(Schema schema, string column) =>
        schema.FieldsList.FirstOrDefault(field => field.Name == column)?.DataType is FixedSizeListType list ? list.ListSize : 0;
}
