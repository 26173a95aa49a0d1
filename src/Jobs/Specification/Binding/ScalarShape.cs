using System.Text.Json;
using System.Text.Json.Nodes;
using Millrace.Jobs.Specification.Yaml;

namespace Millrace.Jobs.Specification.Binding;

/// <summary>A single value: number, text, truth value, duration, amount of bytes, or a type with a text form of its own.</summary>
/// <param name="Type">The type.</param>
/// <param name="Read">Reads it.</param>
/// <param name="Write">Writes it so that <paramref name="Read"/> gives the same value again.</param>
/// <param name="Schema">Its JSON schema, made anew on each call.</param>
/// <param name="Name">What a message calls it.</param>
/// <param name="Example">How it is written.</param>
internal sealed record ScalarShape(
    Type Type,
    Func<YamlScalar, ScalarResult> Read,
    Action<Utf8JsonWriter, object> Write,
    Func<JsonObject> Schema,
    string Name,
    string Example) : Shape(Type)
{
    /// <inheritdoc/>
    public override string Words => Name;
}
