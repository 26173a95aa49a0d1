namespace Millrace.Spark.Sql.Types;

/// <summary>Text in UTF-8. In C#: <see cref="string"/>.</summary>
public sealed class StringType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "string";
}
