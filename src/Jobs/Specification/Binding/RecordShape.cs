using System.Reflection;

namespace Millrace.Jobs.Specification.Binding;

/// <summary>A record: a map from setting to value.</summary>
internal sealed record RecordShape : Shape
{
    /// <summary>What the compiler puts on a <c>required</c> member; by name, because a package declares one of its own too.</summary>
    private const string RequiredMarker = "System.Runtime.CompilerServices.RequiredMemberAttribute";

    private readonly ConstructorInfo _constructor;
    private readonly ParameterInfo[] _parameters;

    private RecordShape(Type type, ConstructorInfo constructor, IReadOnlyList<Setting> settings)
        : base(type)
    {
        _constructor = constructor;
        _parameters = constructor.GetParameters();
        Settings = settings;
    }

    /// <summary>The settings in the order declared, inherited ones last.</summary>
    public IReadOnlyList<Setting> Settings { get; }

    /// <summary>The setting that a value without a map gives: <c>impute: median</c>; null where there is none.</summary>
    public Setting? Main { get; init; }

    /// <summary>Words that stand for the whole record: <c>duplicates: all</c>.</summary>
    public IReadOnlyDictionary<string, object> Shorthands { get; init; } = new Dictionary<string, object>();

    /// <summary>True where the record is written as its one setting, without a map of its own.</summary>
    public bool Transparent { get; init; }

    /// <inheritdoc/>
    public override string Words => Transparent ? Settings[0].Shape.Words : "a map of settings";

    /// <summary>The shape of <paramref name="type"/>: settable properties, or the parameters of its primary constructor.</summary>
    public static RecordShape Create(Type type, Func<PropertyInfo, bool, bool, Setting> setting)
    {
        var constructor = type.GetConstructors().Where(each => each.GetParameters().All(parameter => parameter.ParameterType != type))
            .OrderBy(each => each.GetParameters().Length)
            .FirstOrDefault() ?? throw new ArgumentException($"{type} has no public constructor and cannot stand in a job file.", nameof(type));
        var parameters = constructor.GetParameters();
        var nullability = new NullabilityInfoContext();
        var settings = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .OrderBy(property => Depth(type, property)).ThenBy(property => property.MetadataToken)
            .Select(property =>
            {
                var parameter = Array.Find(parameters, each => each.Name == property.Name);
                var required = parameter is not null ? !parameter.HasDefaultValue : property.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == RequiredMarker);
                var nullable = Nullable.GetUnderlyingType(property.PropertyType) is not null
                    || (!property.PropertyType.IsValueType && nullability.Create(property).ReadState == NullabilityState.Nullable);
                return setting(property, required, nullable);
            });
        return new RecordShape(type, constructor, [.. settings]);
    }

    /// <summary>The record with the values given; settings that are not given have their defaults, required ones the default of their type.</summary>
    public object Build(IReadOnlyDictionary<Setting, object?> values)
    {
        var arguments = Array.ConvertAll(_parameters, parameter =>
            Given(values, parameter.Name!, out var value) ? value
            : parameter.HasDefaultValue ? parameter.DefaultValue
            : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
            : null);
        var result = _constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);
        foreach (var (setting, value) in values)
        {
            if (!Array.Exists(_parameters, parameter => parameter.Name == setting.Property.Name))
            {
                setting.Property.SetValue(result, value, BindingFlags.DoNotWrapExceptions, null, null, null);
            }
        }

        return result;
    }

    /// <summary>The value that <paramref name="setting"/> has where a job does not give it; null where it is required.</summary>
    public object? Default(Setting setting) =>
        setting.Required ? null : setting.Property.GetValue(Build(new Dictionary<Setting, object?>()));

    private static bool Given(IReadOnlyDictionary<Setting, object?> values, string property, out object? value)
    {
        foreach (var (setting, given) in values)
        {
            if (setting.Property.Name == property)
            {
                value = given;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>0 for a property of the type itself (an override counts as its own where it is declared), more for inherited ones.</summary>
    private static int Depth(Type type, PropertyInfo property)
    {
        var depth = 0;
        for (Type? each = type; each is not null && each != property.DeclaringType; each = each.BaseType)
        {
            depth++;
        }

        return depth;
    }
}
