namespace Millrace.Spark.Sql.Types;

/// <summary>Text of a fixed length, padded with spaces. In C#: <see cref="string"/>.</summary>
/// <param name="length">The length, characters.</param>
public sealed class CharType(int length) : DataType
{
    /// <summary>The length, characters.</summary>
    public int Length { get; } = length;

    /// <inheritdoc/>
    public override string TypeName => $"char({Length})";
}
