namespace Millrace.Spark.Sql.Types;

/// <summary>Interval of days to seconds. In C#: <see cref="TimeSpan"/>, exact to the microsecond.</summary>
/// <param name="startField">Largest unit, an index into day, hour, minute, second.</param>
/// <param name="endField">Smallest unit, an index into day, hour, minute, second.</param>
public sealed class DayTimeIntervalType(int startField = 0, int endField = 3) : DataType
{
    private static readonly string[] Units = ["day", "hour", "minute", "second"];

    /// <summary>Largest unit, an index into day, hour, minute, second.</summary>
    public int StartField { get; } = startField;

    /// <summary>Smallest unit, an index into day, hour, minute, second.</summary>
    public int EndField { get; } = endField;

    /// <inheritdoc/>
    public override string TypeName => StartField == EndField
        ? $"interval {Units[StartField]}"
        : $"interval {Units[StartField]} to {Units[EndField]}";

    internal static int FieldOf(string unit) => Array.IndexOf(Units, unit);
}
