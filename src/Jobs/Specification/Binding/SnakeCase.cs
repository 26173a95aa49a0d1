using System.Text.Json;

namespace Millrace.Jobs.Specification.Binding;

/// <summary>Names of C# as they stand in job files.</summary>
internal static class SnakeCase
{
    /// <summary><c>BatchRows</c> → <c>batch_rows</c>.</summary>
    public static string From(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
