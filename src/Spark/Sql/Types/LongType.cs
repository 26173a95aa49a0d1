namespace Millrace.Spark.Sql.Types;

/// <summary>Integer of 64 bits with sign; SQL's BIGINT. In C#: <see cref="long"/>.</summary>
public sealed class LongType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "long";

    /// <inheritdoc/>
    public override string SimpleString => "bigint";
}
