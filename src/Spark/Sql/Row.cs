using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <summary>One row of a result: values in the order of a schema. Immutable; see <see cref="DataType"/>'s subclasses for the C# types.</summary>
public sealed class Row : IEquatable<Row>
{
    /// <summary>A row of these values.</summary>
    /// <param name="values">One value a field; kept, not copied.</param>
    /// <param name="schema">The fields.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than fields.</exception>
    public Row(object?[] values, StructType schema)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(schema);
        if (values.Length != schema.Fields.Count)
        {
            throw new ArgumentException($"A row of {values.Length} values does not fit a schema of {schema.Fields.Count} fields.", nameof(values));
        }

        Values = values;
        Schema = schema;
    }

    /// <summary>The fields.</summary>
    public StructType Schema { get; }

    /// <summary>The values, <see langword="null"/> for NULL.</summary>
    public object?[] Values { get; }

    /// <summary>The value at a position.</summary>
    public object? this[int index] => Get(index);

    /// <summary>A row without names of its own; its fields are <c>_1</c>, <c>_2</c>, ….</summary>
    public static implicit operator Row(GenericRow genericRow) => FromGenericRow(genericRow);

    /// <summary>A row without names of its own; its fields are <c>_1</c>, <c>_2</c>, … with types that fit the values.</summary>
    public static Row FromGenericRow(GenericRow genericRow)
    {
        ArgumentNullException.ThrowIfNull(genericRow);
        return new Row(genericRow.Values, ClrTypes.SchemaOf(genericRow.Values));
    }

    /// <summary>The number of values.</summary>
    public int Size() => Values.Length;

    /// <summary>The value at a position.</summary>
    public object? Get(int index) => Values[index];

    /// <summary>The value of a field.</summary>
    /// <exception cref="ArgumentException">There is no such field.</exception>
    public object? Get(string columnName) => Values[Ordinal(columnName)];

    /// <summary>The value at a position as a C# type; arrays and maps convert into typed ones, numbers into wider ones.</summary>
    /// <exception cref="InvalidCastException">The value is of another kind, or null and the type has no null.</exception>
    public T GetAs<T>(int index) => ClrTypes.Convert<T>(Values[index]);

    /// <summary>The value of a field as a C# type; see the other overload.</summary>
    public T GetAs<T>(string columnName) => ClrTypes.Convert<T>(Values[Ordinal(columnName)]);

    /// <inheritdoc/>
    public bool Equals(Row? other) => other is not null && ClrTypes.ValuesEqual(Values, other.Values) && Schema.Equals(other.Schema);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Row other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ClrTypes.HashOf(Values);

    /// <summary>The values in brackets, as Spark prints rows.</summary>
    public override string ToString() => $"[{string.Join(",", Values.Select(ClrTypes.Text))}]";

    private int Ordinal(string columnName)
    {
        int index = Schema.IndexOf(columnName);
        return index >= 0 ? index : throw new ArgumentException($"There is no field {columnName}.", nameof(columnName));
    }
}
