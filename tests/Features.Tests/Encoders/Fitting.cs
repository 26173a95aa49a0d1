using Apache.Arrow;
using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Labels;
using Millrace.Features.Splitting;

namespace Millrace.Features.Tests.Encoders;

/// <summary>Fits and encodes small tables whose label is the column <c>y</c>.</summary>
internal static class Fitting
{
    /// <summary>For fits whose categories were all counted.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<CategoryCount>> NothingCounted = new Dictionary<string, IReadOnlyList<CategoryCount>>();

    public static FeatureSpec Spec(params (string Column, EncoderSpec[] Steps)[] columns) => new()
    {
        Label = new LabelSpec { Column = "y" },
        Columns = columns.ToDictionary(each => each.Column, each => (IReadOnlyList<EncoderSpec>)each.Steps),
    };

    public static FeatureModel Fit(CleanTable table, FeatureSpec spec, LabelKind task = LabelKind.Regression, SplitPart[]? parts = null)
    {
        using var batch = table.Batch();
        var fit = new FeatureFit(FeaturePlan.Compile(spec, table.Contract, task));
        fit.Add(batch, parts ?? new SplitPart[batch.Length]);
        return fit.Finish(NothingCounted);
    }

    /// <summary>Dense features of one step after a round through its JSON, row by row, and the report.</summary>
    public static (float[][] X, EncodingReport Report) Encode(FeatureModel model, CleanTable table)
    {
        using var batch = table.Batch();
        var encoder = FeatureModel.FromJson(model.ToJson()).CreateEncoder(8);
        using var encoded = encoder.EncodeAll(batch);
        return (Rows(encoded, "x"), encoder.TakeReport());
    }

    public static float[][] Rows(RecordBatch batch, string name)
    {
        var list = (FixedSizeListArray)batch.Column(name);
        var width = ((Apache.Arrow.Types.FixedSizeListType)list.Data.DataType).ListSize;
        var values = list.Values switch
        {
            FloatArray floats => floats.Values.ToArray(),
            Int32Array ints => [.. ints.Values.ToArray().Select(value => (float)value)],
            _ => throw new NotSupportedException(),
        };
        return [.. values.Chunk(width)];
    }

    /// <summary>As many labels as rows, all different.</summary>
    public static double?[] Labels(int rows) => [.. Enumerable.Range(0, rows).Select(row => (double?)row)];
}
