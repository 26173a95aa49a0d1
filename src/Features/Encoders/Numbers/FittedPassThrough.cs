namespace Millrace.Features.Encoders.Numbers;

/// <summary>(x − subtract) ÷ divide_by as feature <c>COLUMN</c>; missing gives 0.</summary>
public sealed record FittedPassThrough : FittedEncoder
{
    /// <summary>Subtracted first.</summary>
    public required double Subtract { get; init; }

    /// <summary>Divides then.</summary>
    public required double DivideBy { get; init; }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> DenseNames(FittedColumn column) => [column.Name];

    /// <inheritdoc/>
    internal override void Apply(ColumnValues values, in FeatureTarget target)
    {
        var numbers = values.Numbers;
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!double.IsNaN(numbers[i]))
            {
                target.Set(i, 0, (numbers[i] - Subtract) / DivideBy);
            }
        }
    }

    /// <inheritdoc/>
    internal override void Validate() => Require(double.IsFinite(Subtract) && double.IsFinite(DivideBy) && DivideBy != 0, "a scale is 0 or no number");
}
