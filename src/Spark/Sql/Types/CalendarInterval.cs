namespace Millrace.Spark.Sql.Types;

/// <summary>Months, days and a time, which do not convert into each other.</summary>
/// <param name="Months">The months.</param>
/// <param name="Days">The days.</param>
/// <param name="Microseconds">The time.</param>
public sealed record CalendarInterval(int Months, int Days, long Microseconds);
