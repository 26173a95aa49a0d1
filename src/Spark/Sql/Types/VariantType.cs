namespace Millrace.Spark.Sql.Types;

/// <summary>Semi-structured value in Spark's variant encoding. In C#: <see cref="Variant"/>.</summary>
public sealed class VariantType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "variant";
}
