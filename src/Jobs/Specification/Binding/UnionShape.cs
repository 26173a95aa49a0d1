namespace Millrace.Jobs.Specification.Binding;

/// <summary>One of several kinds of record, written as a map with one key, the kind: <c>{ dense: { units: 8 } }</c>.</summary>
internal sealed record UnionShape : Shape
{
    /// <summary>The setting that names the kind where it stands beside the others.</summary>
    public const string KindKey = "kind";

    private readonly Lazy<IReadOnlyList<(string Tag, RecordShape Shape)>> _variants;

    /// <summary>Variants are looked up when first asked for, because a variant may hold the union again.</summary>
    public UnionShape(Type type, Func<IReadOnlyList<(string Tag, RecordShape Shape)>> variants)
        : base(type) =>
        _variants = new Lazy<IReadOnlyList<(string Tag, RecordShape Shape)>>(variants);

    /// <summary>True where the kind stands beside the settings, <c>{ kind: hash, test: 0.2 }</c>, instead of around them.</summary>
    public bool Beside { get; init; }

    /// <summary>Kinds in the order declared.</summary>
    public IReadOnlyList<(string Tag, RecordShape Shape)> Variants => _variants.Value;

    /// <summary>The names of the kinds.</summary>
    public IReadOnlyList<string> Tags => [.. Variants.Select(variant => variant.Tag)];

    /// <inheritdoc/>
    public override string Words => "one of " + string.Join(", ", Tags);

    /// <summary>The path of the settings of the kind <paramref name="tag"/> of what <paramref name="path"/> names.</summary>
    public string Inside(string path, string tag) => Beside ? path : SettingPath.Member(path, tag);

    /// <summary>The kind that <paramref name="value"/> is.</summary>
    public (string Tag, RecordShape Shape) Of(object value) => Variants.First(variant => variant.Shape.Type == value.GetType());
}
