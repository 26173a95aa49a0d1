namespace Millrace.Spark.Sql.Types;

/// <summary>Integer of 8 bits with sign; SQL's TINYINT. In C#: <see cref="sbyte"/>.</summary>
public sealed class ByteType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "byte";

    /// <inheritdoc/>
    public override string SimpleString => "tinyint";
}
