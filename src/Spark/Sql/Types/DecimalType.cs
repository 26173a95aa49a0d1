namespace Millrace.Spark.Sql.Types;

/// <summary>
/// Exact decimal number. In C#: <see cref="decimal"/> up to precision 28, <see cref="System.Data.SqlTypes.SqlDecimal"/> above, so
/// that the C# type depends on the column only and every value fits.
/// </summary>
/// <param name="precision">Digits in all, 1 to 38.</param>
/// <param name="scale">Digits after the point, at most <paramref name="precision"/>.</param>
public sealed class DecimalType(int precision = 10, int scale = 0) : DataType
{
    /// <summary>The highest precision whose values always fit <see cref="decimal"/>.</summary>
    internal const int MaxClrPrecision = 28;

    /// <summary>Digits in all.</summary>
    public int Precision { get; } = precision;

    /// <summary>Digits after the point.</summary>
    public int Scale { get; } = scale;

    /// <inheritdoc/>
    public override string TypeName => $"decimal({Precision},{Scale})";
}
