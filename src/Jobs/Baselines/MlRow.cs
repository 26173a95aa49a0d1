using Microsoft.ML.Data;

namespace Millrace.Jobs.Baselines;

/// <summary>A row as Microsoft.ML reads it: its schema is made of these properties.</summary>
internal sealed class MlRow
{
    /// <summary>Float features, then the categories one-hot.</summary>
    public VBuffer<float> Features { get; set; }

    /// <summary>The label of a regression.</summary>
    public float Label { get; set; }

    /// <summary>The label of a binary task.</summary>
    public bool IsPositive { get; set; }

    /// <summary>The class of a multi-class task, counted from 0.</summary>
    public uint Class { get; set; }

    /// <summary>The weight.</summary>
    public float Weight { get; set; }
}
