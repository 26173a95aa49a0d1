namespace Millrace.Spark.Sql.Types;

/// <summary>IEEE 754 number of 64 bits. In C#: <see cref="double"/>.</summary>
public sealed class DoubleType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "double";
}
