using System.Text.Json;
using System.Text.Json.Serialization;

namespace Millrace.Jobs.Cluster;

/// <summary>How assignments and reports travel between driver and executors.</summary>
internal static class ClusterJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        IgnoreReadOnlyProperties = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };
}
