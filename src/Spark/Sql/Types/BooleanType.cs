namespace Millrace.Spark.Sql.Types;

/// <summary>True or false. In C#: <see cref="bool"/>.</summary>
public sealed class BooleanType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "boolean";
}
