using System.Text.Json.Nodes;

namespace Millrace.Jobs.Tests.Samples;

/// <summary>Reads a manifest as scripts do: by dotted names.</summary>
internal static class ManifestReader
{
    /// <summary>The node of a name; fails with the name where it is not there.</summary>
    public static JsonNode Node(this JsonNode manifest, string name)
    {
        var node = manifest;
        foreach (var part in name.Split('.'))
        {
            node = node is JsonObject inner && inner.TryGetPropertyValue(part, out var next) && next is not null
                ? next
                : throw new Xunit.Sdk.XunitException($"the manifest has no {name}: {part} is missing");
        }

        return node;
    }

    public static long Count(this JsonNode manifest, string name) => (long)manifest.Node(name);

    public static double Number(this JsonNode manifest, string name) => (double)manifest.Node(name);

    public static string Text(this JsonNode manifest, string name) => (string)manifest.Node(name)!;
}
