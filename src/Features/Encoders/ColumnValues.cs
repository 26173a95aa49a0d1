using Apache.Arrow;
using Millrace.Features.Encoders.Numbers;

namespace Millrace.Features.Encoders;

/// <summary>
/// Some rows of one column on their way through its steps: read from Arrow once, changed by the steps that change values. Reused from batch to
/// batch; not thread-safe.
/// </summary>
internal sealed class ColumnValues
{
    private double[] _numbers = [];
    private bool _read;

    /// <summary>The column as delivered.</summary>
    public IArrowArray Array { get; private set; } = null!;

    /// <summary>Rows of the batch, ascending.</summary>
    public ReadOnlyMemory<int> Rows { get; private set; }

    /// <summary>Number of rows.</summary>
    public int Count => Rows.Length;

    /// <summary>Category that stands for a missing one; null while there is none.</summary>
    public byte[]? CategoryFill { get; set; }

    /// <summary>Rows without a value.</summary>
    public long Missing { get; set; }

    /// <summary>Rows with a category that has no entry, or with a list that was cut.</summary>
    public long Unseen { get; set; }

    /// <summary>The numbers as the steps so far left them, NaN where there is none; read from Arrow at the first call.</summary>
    public Span<double> Numbers
    {
        get
        {
            if (!_read)
            {
                if (_numbers.Length < Count)
                {
                    _numbers = new double[Count];
                }

                NumberReader.Read(Array, Rows.Span, _numbers);
                _read = true;
            }

            return _numbers.AsSpan(0, Count);
        }
    }

    /// <summary>Starts with new rows; the array and the rows are borrowed until the next call.</summary>
    public void Reset(IArrowArray array, ReadOnlyMemory<int> rows)
    {
        Array = array;
        Rows = rows;
        CategoryFill = null;
        Missing = 0;
        Unseen = 0;
        _read = false;
    }
}
