using Millrace.Training.Networks;

namespace Millrace.Training.Embeddings;

/// <summary>
/// The embedding tables of a network as one list of rows: a row's number is that of its table's first row plus its category. Immutable. The tables
/// lie in front of all other parameters, so rows lie in the buffers in the order of their numbers.
/// </summary>
internal sealed class EmbeddingTables
{
    /// <summary>Elements below which whole tables are quicker than their rows one by one.</summary>
    private const int FewElements = 1 << 16;

    /// <summary>A step touches at most one row in so many, where rows one by one are quicker.</summary>
    private const int RowsOfOneTouched = 4;

    private readonly ParameterView[] _tables;
    private readonly int[] _firstRows;

    public EmbeddingTables(ParameterLayout layout)
    {
        _tables = [.. layout.Views.TakeWhile(static view => view.Kind == ParameterKind.Embedding)];
        _firstRows = new int[_tables.Length + 1];
        for (var table = 0; table < _tables.Length; table++)
        {
            _firstRows[table + 1] = checked(_firstRows[table] + _tables[table].Shape[0]);
        }
    }

    /// <summary>Rows of all tables.</summary>
    public int Rows => _firstRows[^1];

    /// <summary>Elements of all tables: the other parameters begin here.</summary>
    public int Elements => _tables.Length == 0 ? 0 : _tables[^1].Offset + _tables[^1].Count;

    /// <summary>Tables.</summary>
    public int Count => _tables.Length;

    /// <summary>
    /// Whether training keeps to the rows that steps touch. Without <paramref name="isLazy"/> it makes no difference to the weights, so that large tables may be
    /// treated otherwise than small ones.
    /// </summary>
    /// <param name="batchRows">Rows of a step over all ranks.</param>
    /// <param name="isLazy">Whether rows that a step does not touch stay as they are.</param>
    public bool AreSparse(int batchRows, bool isLazy) =>
        Count > 0 && (isLazy || (Elements >= FewElements && Rows / RowsOfOneTouched >= (long)batchRows * Count));

    /// <summary>Rows of a table.</summary>
    public int RowsOf(int table) => _tables[table].Shape[0];

    /// <summary>The number of a category's row.</summary>
    public int RowOf(int table, int category) => _firstRows[table] + category;

    /// <summary>Where a row lies in the flat buffers.</summary>
    public (int Offset, int Columns) Place(int row)
    {
        var table = 0;
        while (row >= _firstRows[table + 1])
        {
            table++;
        }

        var columns = _tables[table].Shape[1];
        return (_tables[table].Offset + ((row - _firstRows[table]) * columns), columns);
    }
}
