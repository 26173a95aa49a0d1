using System.Collections;
using Millrace.Features.Contracts;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Binding;

namespace Millrace.Jobs.Tests.Specification;

/// <summary>Random values of any shape, from a seed.</summary>
internal sealed class RandomSpecs(int seed)
{
    private const int MaxDepth = 8;
    private static readonly string[] Texts =
        ["", "a", "no", "true", "null", "~", "12", "1e5", "0x1F", "a: b", "- a", "# x", "{a}", "[b]", "*x", "&y", "!z", "a\nb", " a ", "\"q\"", "it's", "\\n", "ä€😀", "\u2028x", "\u0085", "\u0001", "\t", "%", "@", "`"];

    private static readonly string[] Types = ["bool", "int64", "decimal(9,2)", "list<list<string>>", "timestamp_local"];

    private readonly Random _random = new(seed);

    public object Of(Shape shape, int depth = 0) => shape switch
    {
        ScalarShape scalar => Scalar(scalar.Type),
        EnumShape words => words.Values[_random.Next(words.Values.Count)].Value,
        ListShape list => List(list, depth),
        MapShape map => Map(map, depth),
        UnionShape union => Record(depth > MaxDepth ? union.Variants[0].Shape : union.Variants[_random.Next(union.Variants.Count)].Shape, depth),
        _ => Record((RecordShape)shape, depth),
    };

    private object Scalar(Type type)
    {
        if (type == typeof(string))
        {
            return Text();
        }

        return type == typeof(bool) ? _random.Next(2) == 0
            : type == typeof(char) ? (char)_random.Next(32, 127)
            : type == typeof(int) ? _random.Next(int.MinValue, int.MaxValue)
            : type == typeof(long) ? _random.NextInt64(long.MinValue, long.MaxValue)
            : type == typeof(ulong) ? (ulong)_random.NextInt64(long.MinValue, long.MaxValue)
            : type == typeof(double) ? Number()
            : type == typeof(TimeSpan) ? TimeSpan.FromTicks(_random.NextInt64(0, TimeSpan.TicksPerDay * 30))
            : type == typeof(ByteSize) ? new ByteSize(_random.NextInt64(0, 1L << 45))
            : type == typeof(ColumnType) ? ColumnType.Parse(Types[_random.Next(Types.Length)])
            : throw new NotSupportedException($"no random {type}");
    }

    private string Text() => Texts[_random.Next(Texts.Length)] + (_random.Next(3) == 0 ? Texts[_random.Next(Texts.Length)] : "");

    private double Number()
    {
        double value;
        do
        {
            value = _random.Next(2) == 0 ? _random.NextDouble() : BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue));
        }
        while (!double.IsFinite(value));
        return value;
    }

    private IList List(ListShape shape, int depth)
    {
        var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(shape.Item.Type))!;
        var names = new HashSet<string>();
        for (var i = depth > MaxDepth ? 0 : _random.Next(4); i > 0; i--)
        {
            var item = Of(shape.Item, depth + 1);
            if (shape.Key is null || names.Add((string)shape.Key.Property.GetValue(item)!))
            {
                items.Add(item);
            }
        }

        return items;
    }

    private IDictionary Map(MapShape shape, int depth)
    {
        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), shape.Value.Type is { IsGenericType: true } ? shape.Value.Type : shape.Value.Type))!;
        for (var i = _random.Next(4); i > 0; i--)
        {
            map[Text()] = Of(shape.Value, depth + 1);
        }

        return map;
    }

    private object Record(RecordShape shape, int depth)
    {
        var values = new Dictionary<Setting, object?>();
        foreach (var setting in shape.Settings)
        {
            if (setting.Required || _random.Next(3) > 0)
            {
                values[setting] = setting.Nullable && _random.Next(3) == 0 ? null : Of(setting.Shape, depth + 1);
            }
        }

        return shape.Build(values);
    }
}
