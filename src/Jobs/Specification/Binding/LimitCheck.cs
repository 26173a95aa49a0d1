using System.Collections;

namespace Millrace.Jobs.Specification.Binding;

/// <summary>
/// Walks a value of a known shape and reports every number out of its range and every required setting that is null: for jobs from a file
/// and jobs built in C# alike.
/// </summary>
internal sealed class LimitCheck(List<JobFault> faults)
{
    /// <summary>Checks <paramref name="value"/>, which <paramref name="path"/> names.</summary>
    public void Check(Shape shape, object value, string path)
    {
        switch (shape)
        {
            case ListShape list:
                CheckList(list, (IEnumerable)value, path);
                break;
            case MapShape map:
                foreach (var pair in (IEnumerable)value)
                {
                    var type = pair.GetType();
                    Check(map.Value, type.GetProperty("Value")!.GetValue(pair)!, SettingPath.Member(path, (string)type.GetProperty("Key")!.GetValue(pair)!));
                }

                break;
            case UnionShape union:
                var (tag, variant) = union.Of(value);
                Check(variant, value, union.Inside(path, tag));
                break;
            case RecordShape record:
                CheckSettings(record, value, path);
                break;
            default:
                break;
        }
    }

    private void CheckList(ListShape shape, IEnumerable items, string path)
    {
        var index = 0;
        foreach (var item in items)
        {
            var at = shape.Key is { } key
                ? SettingPath.Member(path, (string)key.Property.GetValue(item)!)
                : SettingPath.Item(path, index++);
            Check(shape.Item, item, at);
        }
    }

    private void CheckSettings(RecordShape shape, object value, string path)
    {
        foreach (var setting in shape.Settings)
        {
            var at = shape.Transparent ? path : SettingPath.Member(path, setting.Name);
            if (setting.Property.GetValue(value) is not { } inner)
            {
                continue;
            }

            if (setting.Limit is { } limit && !limit.Holds(Amount(inner)))
            {
                faults.Add(new JobFault(at, $"is {Words(inner)}, out of its range", $"give {limit.Words}"));
            }

            Check(setting.Shape, inner, at);
        }
    }

    /// <summary>The number that a limit is about: bytes of a size, seconds of a duration, items of a list.</summary>
    private static double Amount(object value) => value switch
    {
        ByteSize size => size.Bytes,
        TimeSpan time => time.TotalSeconds,
        ICollection items => items.Count,
        IConvertible number => number.ToDouble(System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"{value.GetType()} has no range."),
    };

    private static string Words(object value) => value switch
    {
        ICollection items => $"a list of {items.Count}",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
