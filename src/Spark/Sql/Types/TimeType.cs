namespace Millrace.Spark.Sql.Types;

/// <summary>Time of day without a zone (Spark 4.1 and later). In C#: <see cref="TimeOnly"/>.</summary>
/// <param name="precision">Digits of the fraction of a second, 0 to 6.</param>
public sealed class TimeType(int precision = 6) : DataType
{
    /// <summary>Digits of the fraction of a second.</summary>
    public int Precision { get; } = precision;

    /// <inheritdoc/>
    public override string TypeName => $"time({Precision})";
}
