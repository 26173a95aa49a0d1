namespace Millrace.Spark.Sql;

/// <summary>Values without a schema, for <c>CreateDataFrame</c>. Immutable.</summary>
/// <param name="values">The values, <see langword="null"/> for NULL; kept, not copied.</param>
public sealed class GenericRow(object?[] values) : IEquatable<GenericRow>
{
    /// <summary>The values.</summary>
    public object?[] Values { get; } = values;

    /// <summary>The value at a position.</summary>
    public object? this[int index] => Values[index];

    /// <summary>The number of values.</summary>
    public int Size() => Values.Length;

    /// <summary>The value at a position.</summary>
    public object? Get(int index) => Values[index];

    /// <summary>The value at a position as a C# type; see <see cref="Row.GetAs{T}(int)"/>.</summary>
    public T GetAs<T>(int index) => ClrTypes.Convert<T>(Values[index]);

    /// <inheritdoc/>
    public bool Equals(GenericRow? other) => other is not null && ClrTypes.ValuesEqual(Values, other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GenericRow other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ClrTypes.HashOf(Values);

    /// <summary>The values in brackets.</summary>
    public override string ToString() => $"[{string.Join(",", Values.Select(ClrTypes.Text))}]";
}
