namespace Millrace.Spark.Sql.Types;

/// <summary>Text of at most a given length. In C#: <see cref="string"/>.</summary>
/// <param name="length">The length, characters.</param>
public sealed class VarcharType(int length) : DataType
{
    /// <summary>The length, characters.</summary>
    public int Length { get; } = length;

    /// <inheritdoc/>
    public override string TypeName => $"varchar({Length})";
}
