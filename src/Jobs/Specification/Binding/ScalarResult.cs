namespace Millrace.Jobs.Specification.Binding;

/// <summary>A value, or what is wrong and what to do.</summary>
internal readonly record struct ScalarResult(object? Value, string? What, string? Remedy)
{
    /// <summary>The value was read.</summary>
    public static ScalarResult Of(object value) => new(value, null, null);

    /// <summary>It was not.</summary>
    public static ScalarResult Wrong(string what, string remedy) => new(null, what, remedy);
}
