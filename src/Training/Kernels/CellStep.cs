namespace Millrace.Training.Kernels;

/// <summary>The rows that one recurrent step of one sample reads and writes. H units, G gates.</summary>
internal unsafe struct CellStep
{
    /// <summary>H.</summary>
    public int Units;

    /// <summary>[G, H] the input's share of the gates; replaced by the gates after their functions.</summary>
    public float* Gates;

    /// <summary>[G, H] the state's share of the gates.</summary>
    public float* Recurrent;

    /// <summary>[H] the state before.</summary>
    public float* Before;

    /// <summary>[H] the state after.</summary>
    public float* After;

    /// <summary>[H] the cell before (LSTM), or the state's share of the new gate as kept (GRU).</summary>
    public float* CellBefore;

    /// <summary>[H] the cell after (LSTM).</summary>
    public float* CellAfter;

    /// <summary>[H] backward: the gradient of the state after.</summary>
    public float* StateGradient;

    /// <summary>[H] backward: in the gradient of the cell after, out that of the cell before (LSTM).</summary>
    public float* CellGradient;

    /// <summary>[H] backward: what reaches the state before directly.</summary>
    public float* Direct;

    /// <summary>[G, H] backward: gradient of the input's share.</summary>
    public float* GateGradient;

    /// <summary>[G, H] backward: gradient of the state's share; the same place where the shares are simply added.</summary>
    public float* RecurrentGradient;
}
