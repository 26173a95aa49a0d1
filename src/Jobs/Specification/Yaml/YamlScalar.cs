namespace Millrace.Jobs.Specification.Yaml;

/// <summary>A single value, as text. Only a plain (unquoted) scalar can be null, a truth value or a number: the core schema of YAML 1.2.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
/// <param name="Text">The value with quotes and escapes resolved.</param>
/// <param name="Plain">True where it was written without quotes.</param>
/// <param name="ContentColumn">Column of the first character of <paramref name="Text"/> where characters of the text and of the line correspond one to one; null where they do not.</param>
internal sealed record YamlScalar(int Line, int Column, string Text, bool Plain, int? ContentColumn) : YamlNode(Line, Column)
{
    /// <inheritdoc/>
    public override long Size => 1;

    /// <summary>True for an empty plain scalar, <c>~</c> and <c>null</c>.</summary>
    public bool IsNull => Plain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <inheritdoc/>
    public override string Words => IsNull ? "nothing" : Text.Length <= 40 ? $"`{Text}`" : $"`{Text.AsSpan(0, 37)}...`";
}
