namespace Millrace.Spark.Sql.Types;

/// <summary>IEEE 754 number of 32 bits. In C#: <see cref="float"/>.</summary>
public sealed class FloatType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "float";
}
