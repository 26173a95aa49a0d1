namespace Millrace.Jobs.Specification.Yaml;

/// <summary>A key of a map and its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
