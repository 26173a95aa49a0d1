namespace Millrace.Spark.Sql.Types;

/// <summary>Integer of 32 bits with sign; SQL's INT. In C#: <see cref="int"/>.</summary>
public sealed class IntegerType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "integer";

    /// <inheritdoc/>
    public override string SimpleString => "int";
}
