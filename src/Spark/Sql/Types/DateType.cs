namespace Millrace.Spark.Sql.Types;

/// <summary>Day in the proleptic Gregorian calendar. In C#: <see cref="Date"/>.</summary>
public sealed class DateType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "date";
}
