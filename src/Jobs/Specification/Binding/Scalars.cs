using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Millrace.Jobs.Specification.Yaml;

namespace Millrace.Jobs.Specification.Binding;

/// <summary>Reading and writing of single values by the core schema of YAML 1.2, and of amounts with a unit.</summary>
internal static partial class Scalars
{
    /// <summary>Largest number before a unit of time: its product with any unit is exact in a decimal.</summary>
    private const decimal MaxDurationNumber = 1_000_000_000_000_000;

    private static readonly (string Unit, long Ticks)[] Durations =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("min", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
        ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay),
    ];

    /// <summary>The scalars that every catalog knows.</summary>
    public static IReadOnlyList<ScalarShape> All { get; } =
    [
        new(typeof(string), ReadText, (json, value) => json.WriteStringValue((string)value), () => Plain("string"), "text", "text"),
        new(typeof(bool), ReadBool, (json, value) => json.WriteBooleanValue((bool)value), () => Plain("boolean"), "true or false", "true"),
        new(typeof(char), ReadCharacter, (json, value) => json.WriteStringValue(((char)value).ToString()),
            () => new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 1 }, "one character", "\";\""),
        Whole<int>(),
        Whole<long>(),
        Whole<ulong>(),
        new(typeof(double), ReadDouble, (json, value) => json.WriteNumberValue((double)value), () => Plain("number"), "a number", "0.5"),
        new(typeof(float), ReadFloat, (json, value) => json.WriteNumberValue((float)value), () => Plain("number"), "a number", "0.5"),
        new(typeof(TimeSpan), ReadDuration, (json, value) => json.WriteStringValue(Write((TimeSpan)value)),
            () => new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9.]+ *(ms|s|min|h|d)$" }, "a duration with a unit (ms, s, min, h, d)", "5min"),
        new(typeof(ByteSize), ReadBytes, (json, value) => json.WriteStringValue(((ByteSize)value).ToString()),
            () => new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9.]+ *([kKMGT]i?B|B)$" }, "an amount of bytes with a unit (MB, GB, MiB, GiB)", "2GB"),
    ];

    /// <summary>A type with a text form of its own.</summary>
    public static ScalarShape Custom<T>(string name, string example, Func<string, (T? Value, string? Problem)> read)
        where T : class =>
        new(
            typeof(T),
            scalar => scalar.IsNull ? Missing() : read(scalar.Text) switch
            {
                (null, var problem) => ScalarResult.Wrong(problem ?? $"has to be {name}, but is {scalar.Words}", $"write for example `{example}`"),
                var (value, _) => ScalarResult.Of(value),
            },
            (json, value) => json.WriteStringValue(value.ToString()),
            () => Plain("string"),
            name,
            example);

    private static ScalarShape Whole<T>()
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> =>
        new(
            typeof(T),
            ReadWhole<T>,
            (json, value) => json.WriteRawValue(((T)value).ToString(null, CultureInfo.InvariantCulture)),
            () => Plain("integer"),
            "a whole number",
            "8");

    private static JsonObject Plain(string type) => new() { ["type"] = type };

    private static ScalarResult Missing() => ScalarResult.Wrong("has no value", "give one, or leave the setting out");

    private static ScalarResult ReadText(YamlScalar scalar) => scalar.IsNull
        ? ScalarResult.Wrong("has no value", "give one, leave the setting out, or put quotes around the text that is meant")
        : ScalarResult.Of(scalar.Text);

    private static ScalarResult ReadCharacter(YamlScalar scalar) => scalar.Text.Length == 1
        ? ScalarResult.Of(scalar.Text[0])
        : ScalarResult.Wrong($"has to be one character, but is {scalar.Words}", "write it in quotes, for example `\";\"` or `\"\\t\"`");

    private static ScalarResult ReadBool(YamlScalar scalar) => scalar switch
    {
        { IsNull: true } => Missing(),
        { Plain: true, Text: "true" or "True" or "TRUE" } => ScalarResult.Of(true),
        { Plain: true, Text: "false" or "False" or "FALSE" } => ScalarResult.Of(false),
        { Text: "yes" or "Yes" or "on" or "On" or "y" } => ScalarResult.Wrong($"has to be true or false, but is the text {scalar.Words}", "write `true`"),
        { Text: "no" or "No" or "off" or "Off" or "n" } => ScalarResult.Wrong($"has to be true or false, but is the text {scalar.Words}", "write `false`"),
        _ => NotA("true or false", scalar, "true"),
    };

    private static ScalarResult ReadWhole<T>(YamlScalar scalar)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (scalar.IsNull)
        {
            return Missing();
        }

        if (!scalar.Plain || !WholePattern().IsMatch(scalar.Text))
        {
            return NotA("a whole number", scalar, "8");
        }

        var digits = scalar.Text.AsSpan().TrimStart('+');
        var value = digits switch
        {
            ['0', 'x', ..] => BigInteger.Parse(string.Concat("0", digits[2..]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            ['0', 'o', ..] => Octal(digits[2..]),
            _ => BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        };
        return value < BigInteger.CreateChecked(T.MinValue) || value > BigInteger.CreateChecked(T.MaxValue)
            ? ScalarResult.Wrong($"is {scalar.Words}, which does not fit", $"give a number from {T.MinValue:N0} to {T.MaxValue:N0}")
            : ScalarResult.Of(T.CreateChecked(value));
    }

    private static BigInteger Octal(ReadOnlySpan<char> digits)
    {
        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            value = (value * 8) + (digit - '0');
        }

        return value;
    }

    private static ScalarResult ReadDouble(YamlScalar scalar)
    {
        if (scalar.IsNull)
        {
            return Missing();
        }

        if (!scalar.Plain || !NumberPattern().IsMatch(scalar.Text))
        {
            return NotA("a number", scalar, "0.5");
        }

        var value = double.Parse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? ScalarResult.Of(value) : NotA("a finite number", scalar, "0.5");
    }

    private static ScalarResult ReadFloat(YamlScalar scalar)
    {
        var result = ReadDouble(scalar);
        return result.Value is not double ? result
            : float.Parse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture) is var value && float.IsFinite(value) ? ScalarResult.Of(value)
            : NotA("a finite number", scalar, "0.5");
    }

    private static ScalarResult ReadDuration(YamlScalar scalar)
    {
        foreach (var (unit, ticks) in scalar.IsNull ? [] : Durations)
        {
            if (!scalar.Text.EndsWith(unit, StringComparison.Ordinal))
            {
                continue;
            }

            var digits = scalar.Text.AsSpan(0, scalar.Text.Length - unit.Length).Trim();
            if (decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number <= MaxDurationNumber && number * ticks <= long.MaxValue)
            {
                return ScalarResult.Of(TimeSpan.FromTicks((long)decimal.Round(number * ticks)));
            }
        }

        return scalar.IsNull ? Missing() : NotA("a duration with a unit (ms, s, min, h, d)", scalar, "5min");
    }

    private static ScalarResult ReadBytes(YamlScalar scalar) =>
        scalar.IsNull ? Missing()
        : ByteSize.TryParse(scalar.Text, out var size) ? ScalarResult.Of(size)
        : NotA("an amount of bytes with a unit (MB, GB, MiB, GiB)", scalar, "2GB");

    private static string Write(TimeSpan value)
    {
        foreach (var (unit, ticks) in Durations.OrderByDescending(unit => unit.Ticks))
        {
            if (value != TimeSpan.Zero && value.Ticks % ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / ticks}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)value.Ticks / TimeSpan.TicksPerMillisecond:0.####}ms");
    }

    private static ScalarResult NotA(string wanted, YamlScalar scalar, string example) => ScalarResult.Wrong(
        $"has to be {wanted}, but is {(scalar.Plain ? scalar.Words : "the text \"" + scalar.Words.Trim('`') + "\"")}",
        $"write for example `{example}`");

    [GeneratedRegex("^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\\z", RegexOptions.CultureInvariant)]
    private static partial Regex WholePattern();

    [GeneratedRegex("^[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
