namespace Millrace.Spark.Sql.Types;

/// <summary>Months, days and microseconds, kept apart. In C#: <see cref="CalendarInterval"/>.</summary>
public sealed class CalendarIntervalType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "interval";
}
