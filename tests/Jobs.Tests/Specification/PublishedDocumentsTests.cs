using System.Text.Json;
using System.Text.Json.Nodes;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Binding;
using Millrace.Jobs.Specification.Publishing;

namespace Millrace.Jobs.Tests.Specification;

public class PublishedDocumentsTests
{
    [Fact]
    public void The_schema_and_the_reference_in_the_repository_are_what_the_records_say() => Assert.True(
        PublishedFiles.AreCurrent(Repository.Root()),
        "schema/ and docs/job-file.md are stale: dotnet run -c Release --project src/Jobs -- schema --update .");

    [Fact]
    public void Every_setting_has_a_description()
    {
        var descriptions = new XmlDescriptions();
        var seen = new HashSet<Shape>();
        var open = new Queue<Shape>([JobShapes.Root]);
        var missing = new List<string>();
        while (open.TryDequeue(out var shape))
        {
            if (!seen.Add(shape))
            {
                continue;
            }

            foreach (var setting in (shape as RecordShape)?.Settings ?? [])
            {
                if (descriptions.Of(setting.Property).Length == 0)
                {
                    missing.Add($"{shape.Type.Name}.{setting.Property.Name}");
                }

                open.Enqueue(setting.Shape);
            }

            foreach (var inner in Inner(shape))
            {
                open.Enqueue(inner);
            }
        }

        Assert.Empty(missing);
        Assert.True(seen.OfType<RecordShape>().Count() > 40, $"only {seen.Count} shapes were reached");
    }

    [Fact]
    public void Every_limit_belongs_to_a_setting_that_a_job_can_have() => Assert.All(
        JobShapes.Catalog.LimitKeys,
        key => Assert.NotNull(key.Type.GetProperty(key.Property)));

    [Fact]
    public void The_schema_is_whole_json_whose_references_resolve()
    {
        var schema = JsonNode.Parse(SchemaWriter.Document(JobShapes.Root))!;
        var definitions = schema["$defs"]!.AsObject();
        var references = new List<string>();
        Collect(schema, references);

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.True(definitions.ContainsKey(reference["#/$defs/".Length..]), reference));
        Assert.Equal(JsonValueKind.Array, schema["required"]!.GetValueKind());
    }

    private static IEnumerable<Shape> Inner(Shape shape) => shape switch
    {
        ListShape list => [list.Item],
        MapShape map => [map.Value],
        UnionShape union => union.Variants.Select(variant => (Shape)variant.Shape),
        _ => [],
    };

    private static void Collect(JsonNode? node, List<string> references)
    {
        foreach (var child in node switch { JsonObject map => map.Select(pair => pair.Value), JsonArray list => list, _ => [] })
        {
            Collect(child, references);
        }

        if (node is JsonObject named && named["$ref"] is JsonValue reference)
        {
            references.Add(reference.GetValue<string>());
        }
    }
}
