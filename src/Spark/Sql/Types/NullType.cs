namespace Millrace.Spark.Sql.Types;

/// <summary>The type of NULL without another type.</summary>
public sealed class NullType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "void";
}
