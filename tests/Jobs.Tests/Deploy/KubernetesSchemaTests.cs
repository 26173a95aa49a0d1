using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s.Models;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Millrace.Jobs.Tests.Deploy;

/// <summary>
/// Every object of the manifests against the whole schema of its kind: the types that the Kubernetes project's own client has for it, made from the API's published description. A field that does not exist, or that
/// holds a value of another type, is found at any depth.
/// </summary>
public class KubernetesSchemaTests
{
    private static readonly JsonSerializerOptions Strict = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    // Fields without which the API server refuses an object; the client's types do not say it.
    private static readonly (string Path, string[] Fields)[] Required =
    [
        ("containers", ["name", "image"]), ("env", ["name"]), ("volumeMounts", ["name", "mountPath"]), ("volumes", ["name"]), ("persistentVolumeClaim", ["claimName"]),
        ("secretKeyRef", ["name", "key"]), ("fieldRef", ["fieldPath"]), ("tcpSocket", ["port"]), ("subjects", ["kind", "name"]), ("roleRef", ["apiGroup", "kind", "name"]), ("rules", ["verbs"]),
        ("template", ["spec"]),
    ];

    public static TheoryData<string> Files() => new(Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));

    private static string Folder => Path.Combine(Repository.Root(), "deploy", "spark", "kubernetes");

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_field_of_every_object_exists_and_has_its_type(string file)
    {
        var objects = Objects(file);
        Assert.NotEmpty(objects);
        Assert.All(objects, each => Assert.Null(FaultOf(each)));
    }

    [Theory]
    [InlineData("/spec/template/spec/containers/0", "imagePulPolicy", "\"Always\"")]
    [InlineData("/spec/template/spec/containers/0/env/0", "value", "2")]
    [InlineData("/spec/template/spec/containers/0/ports/0", "containerPort", "\"connect\"")]
    [InlineData("/spec/template/spec/containers/0/resources/limits", "memory", "{}")]
    [InlineData("/spec/template/spec/volumes/0/persistentVolumeClaim", "claim", "\"millrace-work\"")]
    [InlineData("/spec", "replicas", "\"one\"")]
    [InlineData("", "kind", "\"Deploy\"")]
    [InlineData("/spec/template/spec/containers/0/volumeMounts/0", "mountPath", null)]
    public void What_is_wrong_in_one_is_found(string at, string field, string? value)
    {
        var deployment = Objects("connect-server.yaml").Single(each => (string)each["kind"]! == "Deployment");
        Assert.Null(FaultOf(deployment));
        var place = at.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate((JsonNode)deployment, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!);
        if (value is null)
        {
            Assert.True(place.AsObject().Remove(field));
        }
        else
        {
            place[field] = JsonNode.Parse(value);
        }

        Assert.NotNull(FaultOf(deployment));
    }

    private static string? FaultOf(JsonObject node)
    {
        var (version, kind) = ((string)node["apiVersion"]!, (string)node["kind"]!);
        if (TypeOf(version, kind) is not { } type)
        {
            return $"there is no {kind} of {version}";
        }

        try
        {
            return JsonSerializer.Deserialize(node, type, Strict) is null ? $"{kind} is empty" : Missing(node);
        }
        catch (JsonException failure)
        {
            return failure.Message;
        }
    }

    private static Type? TypeOf(string version, string kind)
    {
        var parts = version.Split('/');
        var (group, name) = parts.Length == 2 ? (parts[0], parts[1]) : ("", parts[0]);
        return typeof(V1Pod).Assembly.GetTypes().SingleOrDefault(
            type => type.GetCustomAttribute<KubernetesEntityAttribute>() is { } entity && (entity.Group, entity.ApiVersion, entity.Kind) == (group, name, kind) && !type.IsGenericType && type.Name == $"{char.ToUpperInvariant(name[0])}{name[1..]}{kind}");
    }

    private static string? Missing(JsonNode? node, string field = "")
    {
        if (node is JsonArray list)
        {
            return list.Select(item => Missing(item, field)).FirstOrDefault(found => found is not null);
        }

        if (node is not JsonObject map)
        {
            return null;
        }

        var lacking = Required.FirstOrDefault(each => each.Path == field).Fields?.FirstOrDefault(name => !map.ContainsKey(name));
        return lacking is not null ? $"{field} has no {lacking}" : map.Select(pair => Missing(pair.Value, pair.Key)).FirstOrDefault(found => found is not null);
    }

    private static List<JsonObject> Objects(string file)
    {
        using var text = File.OpenText(Path.Combine(Folder, file));
        var stream = new YamlStream();
        stream.Load(text);
        return [.. stream.Documents.Select(document => (JsonObject)ToJson(document.RootNode)!)];
    }

    // A plain scalar is what YAML's core schema makes of it; a quoted one is text.
    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), ToJson(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
        YamlScalarNode { Style: ScalarStyle.Plain } plain when long.TryParse(plain.Value, out var number) => JsonValue.Create(number),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "null" or "~" } => null,
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidDataException(node.ToString()),
    };
}
