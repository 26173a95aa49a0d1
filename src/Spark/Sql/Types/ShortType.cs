namespace Millrace.Spark.Sql.Types;

/// <summary>Integer of 16 bits with sign; SQL's SMALLINT. In C#: <see cref="short"/>.</summary>
public sealed class ShortType : AtomicType
{
    /// <inheritdoc/>
    public override string TypeName => "short";

    /// <inheritdoc/>
    public override string SimpleString => "smallint";
}
