using System.Text;

namespace Millrace.Features.Encoders.Numbers;

/// <summary>Puts a value where there is none; feature <c>COLUMN:missing</c> if flagged (1 missing, else 0).</summary>
public sealed record FittedImpute : FittedEncoder
{
    /// <summary>How the value was found.</summary>
    public required ImputeStrategy Strategy { get; init; }

    /// <summary>The value as a number; null for text.</summary>
    public required double? Number { get; init; }

    /// <summary>The value as a category; null where the column has no categories.</summary>
    public required string? Text { get; init; }

    /// <summary>Whether there is a flag feature.</summary>
    public required bool Flag { get; init; }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> DenseNames(FittedColumn column) => Flag ? [$"{column.Name}:missing"] : [];

    /// <inheritdoc/>
    internal override void Apply(ColumnValues values, in FeatureTarget target)
    {
        if (Text is not null)
        {
            values.CategoryFill = Encoding.UTF8.GetBytes(Text);
        }

        if (Number is { } number)
        {
            var numbers = values.Numbers;
            for (var i = 0; i < numbers.Length; i++)
            {
                if (double.IsNaN(numbers[i]))
                {
                    numbers[i] = number;
                    Mark(target, i);
                }
            }
        }
        else if (Flag)
        {
            for (var i = 0; i < values.Count; i++)
            {
                if (values.Array.IsNull(values.Rows.Span[i]))
                {
                    Mark(target, i);
                }
            }
        }
    }

    /// <inheritdoc/>
    internal override void Validate() => Require(Number is not { } number || double.IsFinite(number), "an imputed value is no number");

    private void Mark(in FeatureTarget target, int row)
    {
        if (Flag)
        {
            target.Set(row, 0, 1);
        }
    }
}
