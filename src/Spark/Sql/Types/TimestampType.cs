namespace Millrace.Spark.Sql.Types;

/// <summary>Point in time, microseconds. In C#: <see cref="Timestamp"/>, always UTC.</summary>
public sealed class TimestampType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "timestamp";
}
