namespace Millrace.Jobs.Specification.Binding;

/// <summary>One of a few words.</summary>
internal sealed record EnumShape : Shape
{
    /// <summary>The members of <paramref name="type"/> in snake case.</summary>
    public EnumShape(Type type)
        : base(type) =>
        Values = [.. Enum.GetValues(type).Cast<Enum>().Select(value => (SnakeCase.From(value.ToString()), value))];

    /// <summary>Word and value, in the order declared.</summary>
    public IReadOnlyList<(string Word, Enum Value)> Values { get; }

    /// <inheritdoc/>
    public override string Words => "one of " + string.Join(", ", Values.Select(value => value.Word));

    /// <summary>The word of <paramref name="value"/>.</summary>
    public string WordOf(object value) => Values.First(known => known.Value.Equals(value)).Word;
}
