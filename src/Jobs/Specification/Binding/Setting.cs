using System.Reflection;

namespace Millrace.Jobs.Specification.Binding;

/// <summary>One setting of a record. Immutable; its shape is looked up when first asked for, because records may nest in themselves.</summary>
internal sealed class Setting(PropertyInfo property, bool required, bool nullable, SettingLimit? limit, Func<Shape> findShape)
{
    private readonly Lazy<Shape> _shape = new(findShape);

    /// <summary>The property behind it.</summary>
    public PropertyInfo Property { get; } = property;

    /// <summary>Its name in job files.</summary>
    public string Name { get; } = SnakeCase.From(property.Name);

    /// <summary>Whether a job file has to give it.</summary>
    public bool Required { get; } = required;

    /// <summary>Whether null is a value of it.</summary>
    public bool Nullable { get; } = nullable;

    /// <summary>Its range and unit; null where it has none.</summary>
    public SettingLimit? Limit { get; } = limit;

    /// <summary>Shape of its value.</summary>
    public Shape Shape => _shape.Value;
}
