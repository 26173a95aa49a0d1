namespace Millrace.Spark.Sql.Types;

/// <summary>Bytes. In C#: <c>byte[]</c>.</summary>
public sealed class BinaryType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "binary";
}
