using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Encoders.Lists;

namespace Millrace.Features.Encoders;

/// <summary>The arrays of a feature batch being filled. B rows, F dense features, C categories, L labels.</summary>
internal sealed class FeatureBatch
{
    private readonly FeatureLayout _layout;
    private readonly int _rows;
    private readonly byte[] _x;
    private readonly byte[] _c;

    /// <summary>Zeros for so many rows.</summary>
    public FeatureBatch(FeatureLayout layout, int rows)
    {
        _layout = layout;
        _rows = rows;
        Hi = new long[rows];
        Lo = new long[rows];
        Lane = new int[rows];
        _x = new byte[checked(rows * layout.Dense.Count * sizeof(float))];
        _c = new byte[checked(rows * layout.Categories.Count * sizeof(int))];
        W = new float[rows];
    }

    /// <summary>[B] first halves of the row ids.</summary>
    public long[] Hi { get; }

    /// <summary>[B] second halves of the row ids.</summary>
    public long[] Lo { get; }

    /// <summary>[B] lanes.</summary>
    public int[] Lane { get; }

    /// <summary>[B, F] features.</summary>
    public Span<float> X => MemoryMarshal.Cast<byte, float>(_x.AsSpan());

    /// <summary>[B, C] category indices.</summary>
    public Span<int> C => MemoryMarshal.Cast<byte, int>(_c.AsSpan());

    /// <summary>[B, L] labels.</summary>
    public required float[] Y { get; init; }

    /// <summary>[B] weights.</summary>
    public float[] W { get; }

    /// <summary>Schema of a model's feature batches.</summary>
    public static Schema SchemaOf(FeatureModel model)
    {
        var layout = model.Layout;
        var schema = new Schema.Builder();
        schema.Field(new Field("id_hi", Int64Type.Default, nullable: false));
        schema.Field(new Field("id_lo", Int64Type.Default, nullable: false));
        schema.Field(new Field("lane", Int32Type.Default, nullable: false));
        if (layout.Dense.Count > 0)
        {
            schema.Field(new Field("x", Fixed(FloatType.Default, layout.Dense.Count), nullable: false));
        }

        if (layout.Categories.Count > 0)
        {
            schema.Field(new Field("c", Fixed(Int32Type.Default, layout.Categories.Count), nullable: false));
        }

        foreach (var sequence in layout.Sequences)
        {
            schema.Field(new Field($"s_{sequence.Name}", new ListType(new Field("item", FloatType.Default, nullable: false)), nullable: false));
        }

        schema.Field(new Field("y", Fixed(FloatType.Default, layout.Labels.Count), nullable: false));
        schema.Field(new Field("w", FloatType.Default, nullable: false));
        schema.Metadata("millrace.features", model.Sha256);
        return schema.Build();
    }

    /// <summary>The batch; it takes the arrays over.</summary>
    public RecordBatch ToRecordBatch(Schema schema, IReadOnlyList<SequenceBuffer> sequences)
    {
        var columns = new List<IArrowArray>
        {
            new Int64Array(Buffer<long>(Hi), ArrowBuffer.Empty, _rows, 0, 0),
            new Int64Array(Buffer<long>(Lo), ArrowBuffer.Empty, _rows, 0, 0),
            new Int32Array(Buffer<int>(Lane), ArrowBuffer.Empty, _rows, 0, 0),
        };
        if (_layout.Dense.Count > 0)
        {
            columns.Add(List(schema.GetFieldByName("x").DataType, new FloatArray(new ArrowBuffer(_x), ArrowBuffer.Empty, X.Length, 0, 0)));
        }

        if (_layout.Categories.Count > 0)
        {
            columns.Add(List(schema.GetFieldByName("c").DataType, new Int32Array(new ArrowBuffer(_c), ArrowBuffer.Empty, C.Length, 0, 0)));
        }

        for (var i = 0; i < sequences.Count; i++)
        {
            columns.Add(new ListArray(
                schema.GetFieldByName($"s_{_layout.Sequences[i].Name}").DataType, _rows, Buffer(sequences[i].Offsets), Floats(sequences[i].Values), ArrowBuffer.Empty, 0, 0));
        }

        columns.Add(List(schema.GetFieldByName("y").DataType, Floats(Y)));
        columns.Add(Floats(W));
        return new RecordBatch(schema, columns, _rows);
    }

    private static FixedSizeListType Fixed(IArrowType element, int width) => new(new Field("item", element, nullable: false), width);

    private FixedSizeListArray List(IArrowType type, IArrowArray values) => new(type, _rows, values, ArrowBuffer.Empty, 0, 0);

    private static FloatArray Floats(ReadOnlySpan<float> values) => new(Buffer(values), ArrowBuffer.Empty, values.Length, 0, 0);

    private static ArrowBuffer Buffer<T>(ReadOnlySpan<T> values)
        where T : unmanaged => new(MemoryMarshal.AsBytes(values).ToArray());
}
