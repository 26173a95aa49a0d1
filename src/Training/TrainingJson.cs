using System.Text.Json;
using System.Text.Json.Serialization;

namespace Millrace.Training;

/// <summary>JSON of plans, in models and between rank processes. Derived types are those that the specs list; nothing else can be made.</summary>
internal static class TrainingJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
