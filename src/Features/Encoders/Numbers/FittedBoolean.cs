namespace Millrace.Features.Encoders.Numbers;

/// <summary>1 for true, −1 for false, 0 for missing as feature <c>COLUMN</c>.</summary>
public sealed record FittedBoolean : FittedEncoder
{
    /// <inheritdoc/>
    internal override IReadOnlyList<string> DenseNames(FittedColumn column) => [$"{column.Name}"];

    /// <inheritdoc/>
    internal override void Apply(ColumnValues values, in FeatureTarget target)
    {
        var numbers = values.Numbers;
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!double.IsNaN(numbers[i]))
            {
                target.Set(i, 0, numbers[i] != 0 ? 1 : -1);
            }
        }
    }
}
