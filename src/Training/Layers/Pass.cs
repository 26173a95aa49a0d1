using Millrace.Training.Kernels;

namespace Millrace.Training.Layers;

/// <summary>What all layers of a rank share during one forward and backward pass. Reused from step to step.</summary>
internal sealed unsafe class Pass(Kernels.Kernels kernels)
{
    private int* _lengths;
    private long* _rowIdsHigh;
    private long* _rowIdsLow;

    /// <summary>The numeric work.</summary>
    public Kernels.Kernels Kernels { get; } = kernels;

    /// <summary>B: samples of this pass.</summary>
    public int Rows { get; set; }

    /// <summary>Lanes of this pass, in samples.</summary>
    public LaneRows Lanes { get; set; }

    /// <summary>The flat parameters.</summary>
    public float* Parameters { get; set; }

    /// <summary>The flat gradient; null in inference.</summary>
    public float* Gradient { get; set; }

    /// <summary>Whether dropout drops and batch normalisation uses the lanes' own rows.</summary>
    public bool Training { get; set; }

    /// <summary>The run's seed.</summary>
    public ulong Seed { get; set; }

    /// <summary>The step's number.</summary>
    public ulong Step { get; set; }

    /// <summary>The step's row that this pass begins with.</summary>
    public int FirstRow { get; set; }

    /// <summary>[B] first halves of the row ids; null if none were given.</summary>
    public long* RowIdsHigh => _rowIdsHigh == null ? null : _rowIdsHigh + FirstRow;

    /// <summary>[B] second halves of the row ids.</summary>
    public long* RowIdsLow => _rowIdsLow == null ? null : _rowIdsLow + FirstRow;

    /// <summary>[B] valid steps of each sequence; null if there are none.</summary>
    public int* Lengths => _lengths == null ? null : _lengths + FirstRow;

    /// <summary>float64 sums of the pass, for the rows that batch normalisation has seen.</summary>
    public Memory<double> Sums { get; set; }

    /// <summary>Takes the columns of the whole step, pinned by the caller.</summary>
    public void SetRows(int* lengths, long* rowIdsHigh, long* rowIdsLow)
    {
        _lengths = lengths;
        _rowIdsHigh = rowIdsHigh;
        _rowIdsLow = rowIdsLow;
    }
}
