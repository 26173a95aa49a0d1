using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Millrace.Jobs.Specification.Publishing;

/// <summary>What settings mean, from the documentation files that the compiler writes beside each assembly. Not thread-safe.</summary>
internal sealed partial class XmlDescriptions
{
    private readonly Dictionary<Assembly, Dictionary<string, XElement>> _files = [];

    /// <summary>The summary of a record or an enum; empty where the file is missing.</summary>
    public string Of(Type type) => Find(type.Assembly, "T:" + Name(type));

    /// <summary>The summary of a property; an override without one has that of the property it overrides.</summary>
    public string Of(PropertyInfo property)
    {
        var own = Find(property.DeclaringType!.Assembly, $"P:{Name(property.DeclaringType)}.{property.Name}");
        if (own.Length > 0)
        {
            return own;
        }

        var parameter = Parameter(property);
        return parameter.Length > 0 || property.DeclaringType.BaseType?.GetProperty(property.Name) is not { } overridden ? parameter : Of(overridden);
    }

    /// <summary>The summary of a member of an enum.</summary>
    public string Of(Enum value) => Find(value.GetType().Assembly, $"F:{Name(value.GetType())}.{value}");

    /// <summary>The documentation of the primary constructor's parameter behind <paramref name="property"/>.</summary>
    private string Parameter(PropertyInfo property)
    {
        var type = property.DeclaringType!;
        return Members(type.Assembly).TryGetValue("T:" + Name(type), out var member)
            ? Text(member.Elements("param").FirstOrDefault(each => each.Attribute("name")?.Value == property.Name))
            : "";
    }

    private string Find(Assembly assembly, string id) =>
        Members(assembly).TryGetValue(id, out var member) ? Text(member.Element("summary")) : "";

    private Dictionary<string, XElement> Members(Assembly assembly)
    {
        if (!_files.TryGetValue(assembly, out var members))
        {
            var file = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
            members = File.Exists(file)
                ? XDocument.Load(file).Descendants("member").GroupBy(member => member.Attribute("name")!.Value)
                    .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal)
                : [];
            _files.Add(assembly, members);
        }

        return members;
    }

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    private static string Text(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        var words = string.Concat(element.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" or "paramref" } reference => Reference(reference),
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement inner => inner.Value,
            _ => "",
        }));
        return Spaces().Replace(words, " ").Replace("Immutable and thread-safe.", "", StringComparison.Ordinal).Trim();
    }

    private static string Reference(XElement reference)
    {
        var target = (reference.Attribute("cref") ?? reference.Attribute("langword") ?? reference.Attribute("name"))?.Value ?? "";
        return target.StartsWith("P:", StringComparison.Ordinal) || target.StartsWith("F:", StringComparison.Ordinal)
            ? $"`{Binding.SnakeCase.From(target[(target.LastIndexOf('.') + 1)..])}`"
            : $"`{target[(target.LastIndexOfAny(['.', ':']) + 1)..]}`";
    }

    [GeneratedRegex("\\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
