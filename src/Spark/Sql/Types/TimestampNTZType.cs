namespace Millrace.Spark.Sql.Types;

/// <summary>Date and time of day without a zone, microseconds. In C#: <see cref="TimestampNtz"/>.</summary>
public sealed class TimestampNTZType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "timestamp_ntz";
}
