namespace Millrace.Spark.Sql;

/// <summary>Steps for rows with nulls.</summary>
public sealed class DataFrameNaFunctions
{
    private readonly DataFrame _input;

    internal DataFrameNaFunctions(DataFrame input) => _input = input;

    /// <summary>Drops rows with a null or NaN.</summary>
    public DataFrame Drop() => Drop("any", []);

    /// <summary>Drops rows with <c>any</c> null, or in which <c>all</c> are null.</summary>
    public DataFrame Drop(string how) => Drop(how, []);

    /// <summary>Drops rows with a null in some columns.</summary>
    public DataFrame Drop(IEnumerable<string> columnNames) => Drop("any", columnNames);

    /// <inheritdoc cref="Drop(string)"/>
    public DataFrame Drop(string how, IEnumerable<string> columnNames) => how.ToLowerInvariant() switch
    {
        "any" => Dropped(null, columnNames),
        "all" => Dropped(1, columnNames),
        _ => throw new ArgumentException("It is any or all.", nameof(how)),
    };

    /// <summary>Drops rows with fewer values than this.</summary>
    public DataFrame Drop(int minNonNulls) => Dropped(minNonNulls, []);

    /// <summary>Drops rows with fewer values than this in some columns.</summary>
    public DataFrame Drop(int minNonNulls, IEnumerable<string> columnNames) => Dropped(minNonNulls, columnNames);

    /// <summary>Puts a value for nulls in all columns of its kind.</summary>
    public DataFrame Fill(long value) => Fill(value, []);

    /// <summary>Puts a value for nulls in some columns.</summary>
    public DataFrame Fill(long value, IEnumerable<string> columnNames) => Filled(columnNames, [Literals.Of(value)]);

    /// <summary>Puts a value for nulls in all columns of its kind.</summary>
    public DataFrame Fill(double value) => Fill(value, []);

    /// <summary>Puts a value for nulls in some columns.</summary>
    public DataFrame Fill(double value, IEnumerable<string> columnNames) => Filled(columnNames, [Literals.Of(value)]);

    /// <summary>Puts a value for nulls in all columns of its kind.</summary>
    public DataFrame Fill(string value) => Fill(value, []);

    /// <summary>Puts a value for nulls in some columns.</summary>
    public DataFrame Fill(string value, IEnumerable<string> columnNames) => Filled(columnNames, [Literals.Of(value)]);

    /// <summary>Puts a value for nulls in all columns of its kind.</summary>
    public DataFrame Fill(bool value) => Fill(value, []);

    /// <summary>Puts a value for nulls in some columns.</summary>
    public DataFrame Fill(bool value, IEnumerable<string> columnNames) => Filled(columnNames, [Literals.Of(value)]);

    /// <summary>Puts a value for nulls, one a column.</summary>
    public DataFrame Fill(IDictionary<string, int> valueMap) => Filled(valueMap.Keys, valueMap.Values.Select(static v => Literals.Of(v)));

    /// <summary>Puts a value for nulls, one a column.</summary>
    public DataFrame Fill(IDictionary<string, long> valueMap) => Filled(valueMap.Keys, valueMap.Values.Select(static v => Literals.Of(v)));

    /// <summary>Puts a value for nulls, one a column.</summary>
    public DataFrame Fill(IDictionary<string, double> valueMap) => Filled(valueMap.Keys, valueMap.Values.Select(static v => Literals.Of(v)));

    /// <summary>Puts a value for nulls, one a column.</summary>
    public DataFrame Fill(IDictionary<string, string> valueMap) => Filled(valueMap.Keys, valueMap.Values.Select(static v => Literals.Of(v)));

    /// <summary>Puts a value for nulls, one a column.</summary>
    public DataFrame Fill(IDictionary<string, bool> valueMap) => Filled(valueMap.Keys, valueMap.Values.Select(static v => Literals.Of(v)));

    /// <summary>Puts other values for some, in a column; <c>*</c> is all.</summary>
    public DataFrame Replace(string columnName, IDictionary<double, double> replacement) => Replace([columnName], replacement);

    /// <summary>Puts other values for some, in some columns.</summary>
    public DataFrame Replace(IEnumerable<string> columnNames, IDictionary<double, double> replacement) => Replaced(columnNames, replacement);

    /// <summary>Puts other values for some, in a column; <c>*</c> is all.</summary>
    public DataFrame Replace(string columnName, IDictionary<bool, bool> replacement) => Replace([columnName], replacement);

    /// <summary>Puts other values for some, in some columns.</summary>
    public DataFrame Replace(IEnumerable<string> columnNames, IDictionary<bool, bool> replacement) => Replaced(columnNames, replacement);

    /// <summary>Puts other values for some, in a column; <c>*</c> is all.</summary>
    public DataFrame Replace(string columnName, IDictionary<string, string> replacement) => Replace([columnName], replacement);

    /// <summary>Puts other values for some, in some columns.</summary>
    public DataFrame Replace(IEnumerable<string> columnNames, IDictionary<string, string> replacement) => Replaced(columnNames, replacement);

    private DataFrame Dropped(int? minNonNulls, IEnumerable<string> columnNames)
    {
        var step = new Protos.NADrop { Input = _input.Relation };
        step.Cols.AddRange(columnNames);
        if (minNonNulls is { } count)
        {
            step.MinNonNulls = count;
        }

        return _input.With(new() { DropNa = step });
    }

    private DataFrame Filled(IEnumerable<string> columnNames, IEnumerable<Protos.Expression.Types.Literal> values)
    {
        var step = new Protos.NAFill { Input = _input.Relation };
        step.Cols.AddRange(columnNames);
        step.Values.AddRange(values.Select(static v =>
            v.LiteralTypeCase == Protos.Expression.Types.Literal.LiteralTypeOneofCase.Integer ? new() { Long = v.Integer } : v));
        return _input.With(new() { FillNa = step });
    }

    private DataFrame Replaced<T>(IEnumerable<string> columnNames, IDictionary<T, T> replacement)
    {
        var step = new Protos.NAReplace { Input = _input.Relation };
        step.Cols.AddRange(columnNames.Where(static c => c != "*"));
        step.Replacements.AddRange(replacement.Select(static p =>
            new Protos.NAReplace.Types.Replacement { OldValue = Literals.Of(p.Key), NewValue = Literals.Of(p.Value) }));
        return _input.With(new() { Replace = step });
    }
}
