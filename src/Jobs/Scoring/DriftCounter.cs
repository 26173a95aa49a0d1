using Apache.Arrow;

namespace Millrace.Jobs.Scoring;

/// <summary>Counts a column's values into training's bins. For one thread at a time.</summary>
internal sealed class DriftCounter
{
    private readonly DriftColumn _column;
    private readonly double[] _edges;
    private readonly Dictionary<string, int> _values;

    /// <summary>A counter of nothing yet.</summary>
    public DriftCounter(DriftColumn column)
    {
        _column = column;
        _edges = [.. column.Edges];
        _values = column.Values.Select((value, bin) => (value, bin)).ToDictionary(pair => pair.value, pair => pair.bin, StringComparer.Ordinal);
        Counts = new long[column.Training.Count];
    }

    /// <summary>Rows by bin.</summary>
    public long[] Counts { get; }

    /// <summary>Counts a column in the clean layout.</summary>
    public void Add(IArrowArray array)
    {
        for (var row = 0; row < array.Length; row++)
        {
            Counts[array.IsNull(row) ? _column.Bins : Bin(array, row)]++;
        }
    }

    private int Bin(IArrowArray array, int row) => array switch
    {
        StringArray texts => _values.GetValueOrDefault(texts.GetString(row), _column.Values.Count),
        DoubleArray numbers => Bin(numbers.Values[row]),
        Int64Array numbers => Bin(numbers.Values[row]),
        Decimal128Array numbers => Bin(numbers.GetSqlDecimal(row)!.Value.ToDouble()),
        _ => 0,
    };

    private int Bin(double value)
    {
        var found = System.Array.BinarySearch(_edges, value);
        return found >= 0 ? found + 1 : ~found;
    }
}
