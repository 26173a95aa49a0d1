using System.Globalization;

namespace Millrace.Jobs.Reporting;

/// <summary>Rows of a table in memory, found by an integer key that may repeat. Immutable once filled.</summary>
internal sealed class KeyedRows
{
    private static readonly IReadOnlyList<object?[]> None = [];
    private readonly Dictionary<long, List<object?[]>> _rows = [];
    private readonly Dictionary<string, int> _columns;

    /// <summary>No rows yet.</summary>
    /// <param name="columns">Names of the columns in the order of a row's values.</param>
    public KeyedRows(IReadOnlyList<string> columns) =>
        _columns = columns.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);

    /// <summary>The keys, each once.</summary>
    public IEnumerable<long> Keys => _rows.Keys;

    /// <summary>Adds a row; keeps <paramref name="values"/>.</summary>
    public void Add(long key, object?[] values)
    {
        if (!_rows.TryGetValue(key, out var rows))
        {
            _rows[key] = rows = new List<object?[]>(1);
        }

        rows.Add(values);
    }

    /// <summary>The rows of a key; none where it is not there.</summary>
    public IReadOnlyList<object?[]> RowsOf(long key) => _rows.TryGetValue(key, out var rows) ? rows : None;

    /// <summary>Whether a row's cell is the value that <paramref name="text"/> writes.</summary>
    public bool Holds(object?[] row, string column, string text) => _columns.TryGetValue(column, out var index) && row[index] switch
    {
        null => false,
        string value => value == text,
        var value => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Number(value).Equals(number),
    };

    /// <summary>The columns of both tables in which the two rows differ.</summary>
    public IEnumerable<string> DifferingColumns(object?[] row, KeyedRows other, object?[] othersRow) =>
        _columns.Where(column => other._columns.TryGetValue(column.Key, out var index) && !Same(row[column.Value], othersRow[index])).Select(column => column.Key);

    private static bool Same(object? a, object? b) => (a, b) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (string x, string y) => x == y,
        (string, _) or (_, string) => false,
        _ => Number(a).Equals(Number(b)),
    };

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
