namespace Millrace.Features.Encoders.Numbers;

/// <summary>(x − mean) ÷ deviation as feature <c>COLUMN:z</c>; zero deviation and missing give 0.</summary>
public sealed record FittedStandardise : FittedEncoder
{
    /// <summary>Mean of the training rows with a value.</summary>
    public required double Mean { get; init; }

    /// <summary>Their standard deviation, over their number; 0 where all are equal.</summary>
    public required double Deviation { get; init; }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> DenseNames(FittedColumn column) => [$"{column.Name}:z"];

    /// <inheritdoc/>
    internal override void Apply(ColumnValues values, in FeatureTarget target)
    {
        // A constant column says nothing; 0 keeps values that only later rows have from becoming infinite.
        if (Deviation == 0)
        {
            return;
        }

        var numbers = values.Numbers;
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!double.IsNaN(numbers[i]))
            {
                target.Set(i, 0, (numbers[i] - Mean) / Deviation);
            }
        }
    }

    /// <inheritdoc/>
    internal override void Validate() => Require(double.IsFinite(Mean) && double.IsFinite(Deviation) && Deviation >= 0, "a mean or deviation is no number");
}
