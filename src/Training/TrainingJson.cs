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

        // Null is written too: left out, a member whose default is not null (early stopping) would be read back as its default.
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };
}
