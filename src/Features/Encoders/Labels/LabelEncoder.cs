using Apache.Arrow;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Numbers;

namespace Millrace.Features.Encoders.Labels;

/// <summary>Labels → columns of <c>y</c>. Thread-safe.</summary>
internal sealed class LabelEncoder(LabelLayout layout)
{
    private readonly CategoryIndex _index = new(layout.Classes);

    /// <summary>The label.</summary>
    public LabelLayout Layout { get; } = layout;

    /// <summary>The label as a plan has it.</summary>
    public LabelPlan Plan(ColumnType type) => new(new ColumnContract { Name = Layout.Name, Type = type }, Layout.Kind);

    /// <summary>Writes the labels of rows that have one, each <paramref name="stride"/> after the one before.</summary>
    /// <exception cref="FeatureFitException">A class was not among the training rows'.</exception>
    public void Encode(IArrowArray array, ReadOnlySpan<int> rows, Span<float> y, int stride)
    {
        if (Layout.Kind == LabelKind.Regression)
        {
            var numbers = new double[rows.Length];
            NumberReader.Read(array, rows, numbers);
            for (var i = 0; i < rows.Length; i++)
            {
                y[i * stride] = (float)Math.Clamp(numbers[i], -float.MaxValue, float.MaxValue);
            }

            return;
        }

        var reader = new CategoryReader(array, stackalloc byte[CategoryReader.ScratchBytes]);
        var unseen = 0L;
        for (var i = 0; i < rows.Length; i++)
        {
            reader.TryRead(rows[i], out var category);
            var index = _index.Find(category);
            unseen += index < 0 ? 1 : 0;
            y[i * stride] = index;
        }

        if (unseen > 0)
        {
            throw new FeatureFitException(FeatureFitFault.UnseenLabel, Layout.Name, unseen, $"label {Layout.Name}: {unseen} of {rows.Length} rows have a class that no training row "
                + $"has ({Layout.Classes.Count} classes are known); put a rule on the column, or change the split");
        }
    }
}
