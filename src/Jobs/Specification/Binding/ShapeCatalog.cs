using System.Reflection;
using System.Text.Json.Serialization;

namespace Millrace.Jobs.Specification.Binding;

/// <summary>
/// Finds the shape of every type that may stand in a job. Records need no attribute: settings are their properties, kinds of an abstract
/// record are the sealed records derived from it, named by <see cref="JsonDerivedTypeAttribute"/> or else by their own name without the
/// family's (<c>FillStep</c> of <c>CleaningStep</c> is <c>fill</c>). What cannot be read off a record is said once, through the methods below.
/// Thread-safe once it is filled.
/// </summary>
internal sealed class ShapeCatalog
{
    private readonly Dictionary<Type, Shape> _shapes = [];
    private readonly Dictionary<Type, string> _keys = [];
    private readonly Dictionary<Type, string> _mains = [];
    private readonly Dictionary<Type, Dictionary<string, object>> _shorthands = [];
    private readonly HashSet<Type> _transparent = [];
    private readonly HashSet<Type> _beside = [];
    private readonly Dictionary<(Type Type, string Property), SettingLimit> _limits = [];
    private readonly Lock _gate = new();

    /// <summary>A catalog that knows the scalars.</summary>
    public ShapeCatalog()
    {
        foreach (var scalar in Scalars.All)
        {
            _shapes.Add(scalar.Type, scalar);
        }
    }

    /// <summary>A type with a text form of its own.</summary>
    public ShapeCatalog Scalar(ScalarShape shape)
    {
        _shapes[shape.Type] = shape;
        return this;
    }

    /// <summary>Lists of <typeparamref name="T"/> are maps whose key gives <paramref name="property"/>.</summary>
    public ShapeCatalog Keyed<T>(string property)
    {
        _keys.Add(typeof(T), property);
        return this;
    }

    /// <summary>A value in place of the settings of <typeparamref name="T"/> gives <paramref name="property"/>.</summary>
    public ShapeCatalog Main<T>(string property)
    {
        _mains.Add(typeof(T), property);
        return this;
    }

    /// <summary>A word in place of the settings of <typeparamref name="T"/> stands for <paramref name="value"/>.</summary>
    public ShapeCatalog Shorthand<T>(string word, T value)
        where T : notnull
    {
        if (!_shorthands.TryGetValue(typeof(T), out var words))
        {
            _shorthands.Add(typeof(T), words = new Dictionary<string, object>(StringComparer.Ordinal));
        }

        words.Add(word, value);
        return this;
    }

    /// <summary><typeparamref name="T"/> has one setting and is written as that setting's value.</summary>
    public ShapeCatalog Transparent<T>()
    {
        _transparent.Add(typeof(T));
        return this;
    }

    /// <summary>The kind of a <typeparamref name="T"/> stands beside its settings: <c>{ kind: hash, test: 0.2 }</c>.</summary>
    public ShapeCatalog KindBeside<T>()
    {
        _beside.Add(typeof(T));
        return this;
    }

    /// <summary>The range of a setting.</summary>
    public ShapeCatalog Limit<T>(string property, SettingLimit limit)
    {
        _limits.Add((typeof(T), property), limit);
        return this;
    }

    /// <summary>The limits that were given, for the test that each belongs to a setting.</summary>
    public IEnumerable<(Type Type, string Property)> LimitKeys => _limits.Keys;

    /// <summary>The shape of <paramref name="type"/>.</summary>
    /// <exception cref="NotSupportedException">The type cannot stand in a job file.</exception>
    public Shape Of(Type type)
    {
        lock (_gate)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (!_shapes.TryGetValue(type, out var shape))
            {
                shape = Create(type);
                _shapes.Add(type, shape);
            }

            return shape;
        }
    }

    private Shape Create(Type type)
    {
        if (type.IsEnum)
        {
            return new EnumShape(type);
        }

        if (Element(type, typeof(IReadOnlyDictionary<,>)) is { } pair)
        {
            return pair[0] == typeof(string)
                ? new MapShape(type, Of(pair[1]))
                : throw new NotSupportedException($"{type}: keys of a map in a job file are text.");
        }

        if (Element(type, typeof(IReadOnlyList<>)) is { } item)
        {
            var shape = Of(item[0]);
            var key = _keys.TryGetValue(item[0], out var name) ? ((RecordShape)shape).Settings.First(each => each.Property.Name == name) : null;
            return new ListShape(type, shape, key);
        }

        if (type is { IsClass: true, IsAbstract: true })
        {
            return new UnionShape(type, () => Variants(type)) { Beside = _beside.Contains(type) };
        }

        return type is { IsClass: true, IsSealed: true } && type.GetMethod("<Clone>$") is not null
            ? Record(type)
            : throw new NotSupportedException($"{type} cannot stand in a job file: it is no sealed record, list, map, enum or known scalar.");
    }

    private RecordShape Record(Type type)
    {
        var shape = RecordShape.Create(type, (property, required, nullable) =>
            new Setting(property, required, nullable, FindLimit(type, property), () => Of(property.PropertyType)));
        return shape with
        {
            Main = _mains.TryGetValue(type, out var main) ? shape.Settings.First(setting => setting.Property.Name == main) : null,
            Shorthands = _shorthands.TryGetValue(type, out var words) ? words : shape.Shorthands,
            Transparent = _transparent.Contains(type),
        };
    }

    private SettingLimit? FindLimit(Type type, PropertyInfo property)
    {
        for (Type? each = type; each is not null; each = each.BaseType)
        {
            if (_limits.TryGetValue((each, property.Name), out var limit))
            {
                return limit;
            }
        }

        return null;
    }

    private IReadOnlyList<(string Tag, RecordShape Shape)> Variants(Type family)
    {
        var named = family.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
            .Select(each => (each.TypeDiscriminator?.ToString() ?? "", each.DerivedType)).ToList();
        var variants = named.Count > 0 ? named : family.Assembly.GetTypes()
            .Where(type => type is { IsPublic: true, IsAbstract: false } && type.IsSubclassOf(family))
            .Select(type => (TagOf(type, family), type))
            .OrderBy(variant => variant.Item1, StringComparer.Ordinal)
            .ToList();
        return [.. variants.Select(variant => (variant.Item1, (RecordShape)Of(variant.Item2)))];
    }

    /// <summary>The name of a kind without the last word that it shares with its family.</summary>
    private static string TagOf(Type type, Type family)
    {
        var own = SnakeCase.From(type.Name).Split('_');
        var words = SnakeCase.From(family.Name).Split('_');
        var shared = 0;
        while (shared < own.Length - 1 && shared < words.Length && own[^(shared + 1)] == words[^(shared + 1)])
        {
            shared++;
        }

        return string.Join('_', own[..^shared]);
    }

    private static Type[]? Element(Type type, Type open) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == open
            ? type.GetGenericArguments()
            : null;
}
