namespace Millrace.Spark.Sql.Types;

/// <summary>Interval of years and months. In C#: <see cref="int"/>, months.</summary>
/// <param name="startField">Largest unit, an index into year, month.</param>
/// <param name="endField">Smallest unit, an index into year, month.</param>
public sealed class YearMonthIntervalType(int startField = 0, int endField = 1) : DataType
{
    private static readonly string[] Units = ["year", "month"];

    /// <summary>Largest unit, an index into year, month.</summary>
    public int StartField { get; } = startField;

    /// <summary>Smallest unit, an index into year, month.</summary>
    public int EndField { get; } = endField;

    /// <inheritdoc/>
    public override string TypeName => StartField == EndField
        ? $"interval {Units[StartField]}"
        : $"interval {Units[StartField]} to {Units[EndField]}";

    internal static int FieldOf(string unit) => Array.IndexOf(Units, unit);
}
