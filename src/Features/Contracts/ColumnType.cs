using System.Globalization;

namespace Millrace.Features.Contracts;

/// <summary>
/// A contract type as written in a job file: <c>bool</c>, <c>int8</c> … <c>int64</c>, <c>uint8</c> … <c>uint64</c>, <c>float32</c>,
/// <c>float64</c>, <c>decimal(p,s)</c>, <c>string</c>, <c>date</c>, <c>timestamp</c>, <c>timestamp_local</c>, <c>list&lt;T&gt;</c>.
/// Immutable and thread-safe.
/// </summary>
public sealed record ColumnType
{
    /// <summary>Deepest nesting of lists that is read.</summary>
    public const int MaxDepth = 4;

    private const int MaxTextLength = 100;

    private static readonly Dictionary<string, ColumnKind> Simple = new(StringComparer.Ordinal)
    {
        ["bool"] = ColumnKind.Bool,
        ["int8"] = ColumnKind.Int8,
        ["int16"] = ColumnKind.Int16,
        ["int32"] = ColumnKind.Int32,
        ["int64"] = ColumnKind.Int64,
        ["uint8"] = ColumnKind.UInt8,
        ["uint16"] = ColumnKind.UInt16,
        ["uint32"] = ColumnKind.UInt32,
        ["uint64"] = ColumnKind.UInt64,
        ["float32"] = ColumnKind.Float32,
        ["float64"] = ColumnKind.Float64,
        ["string"] = ColumnKind.String,
        ["date"] = ColumnKind.Date,
        ["timestamp"] = ColumnKind.Timestamp,
        ["timestamp_local"] = ColumnKind.TimestampLocal,
    };

    private ColumnType(ColumnKind kind, int precision, int scale, ColumnType? element)
    {
        Kind = kind;
        Precision = precision;
        Scale = scale;
        Element = element;
    }

    /// <summary>Kind of value.</summary>
    public ColumnKind Kind { get; }

    /// <summary>Digits of a decimal (1–38); 0 otherwise.</summary>
    public int Precision { get; }

    /// <summary>Digits after the point of a decimal (0–precision); 0 otherwise.</summary>
    public int Scale { get; }

    /// <summary>Type of a list's elements; null otherwise.</summary>
    public ColumnType? Element { get; }

    /// <summary>All names that <see cref="TryParse"/> reads, for messages and schemas.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Simple.Keys, "decimal(p,s)", "list<T>"];

    /// <summary>Whether the type is one of the signed or unsigned integers.</summary>
    public bool IsInteger => Kind is >= ColumnKind.Int8 and <= ColumnKind.UInt64;

    /// <summary>Whether the type is floating point.</summary>
    public bool IsFloat => Kind is ColumnKind.Float32 or ColumnKind.Float64;

    /// <summary>A type without parameters.</summary>
    /// <exception cref="ArgumentException">The kind needs parameters.</exception>
    public static ColumnType Of(ColumnKind kind) => kind is ColumnKind.Decimal or ColumnKind.List
        ? throw new ArgumentException($"{kind} needs parameters.", nameof(kind))
        : new ColumnType(kind, 0, 0, null);

    /// <summary>decimal(precision, scale).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Precision is not 1–38 or scale not 0–precision.</exception>
    public static ColumnType Decimal(int precision, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 38);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, precision);
        return new ColumnType(ColumnKind.Decimal, precision, scale, null);
    }

    /// <summary>list&lt;element&gt;.</summary>
    public static ColumnType List(ColumnType element)
    {
        ArgumentNullException.ThrowIfNull(element);
        return new ColumnType(ColumnKind.List, 0, 0, element);
    }

    /// <summary>Reads a type; throws where <see cref="TryParse"/> says false.</summary>
    /// <exception cref="FormatException">The text is not a type; the message says why.</exception>
    public static ColumnType Parse(string text) =>
        TryParse(text, out var type, out var problem) ? type! : throw new FormatException(problem);

    /// <summary>Reads a type; <paramref name="problem"/> says what is wrong when the answer is false.</summary>
    public static bool TryParse(string text, out ColumnType? type, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        type = text.Length <= MaxTextLength ? Read(text.Trim(), 0) : null;
        problem = type is null ? $"'{Shorten(text)}' is not a type; a type is one of {string.Join(", ", Names)}" : null;
        return type is not null;
    }

    /// <summary>The type as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => Kind switch
    {
        ColumnKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({Precision},{Scale})"),
        ColumnKind.List => $"list<{Element}>",
        _ => Simple.First(pair => pair.Value == Kind).Key,
    };

    private static ColumnType? Read(string text, int depth)
    {
        if (Simple.TryGetValue(text, out var kind))
        {
            return new ColumnType(kind, 0, 0, null);
        }

        if (text.StartsWith("list<", StringComparison.Ordinal) && text.EndsWith('>') && depth < MaxDepth)
        {
            var element = Read(text[5..^1].Trim(), depth + 1);
            return element is null ? null : List(element);
        }

        if (!text.StartsWith("decimal(", StringComparison.Ordinal) || !text.EndsWith(')'))
        {
            return null;
        }

        var parts = text[8..^1].Split(',');
        return parts.Length == 2
            && int.TryParse(parts[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var precision)
            && int.TryParse(parts[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var scale)
            && precision is >= 1 and <= 38 && scale <= precision
            ? Decimal(precision, scale)
            : null;
    }

    private static string Shorten(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength] + "…";
}
