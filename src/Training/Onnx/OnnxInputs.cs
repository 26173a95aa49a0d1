namespace Millrace.Training.Onnx;

/// <summary>Names of the values in a graph that feed a network; null where the network has no such input. B rows, F dense features, C categories, T steps, D values a step.</summary>
public sealed record OnnxInputs
{
    /// <summary>[B, F] float32.</summary>
    public string? Dense { get; init; }

    /// <summary>[B, C] int32.</summary>
    public string? Categories { get; init; }

    /// <summary>[B, T, D] float32; what stands behind a length does not matter.</summary>
    public string? Sequences { get; init; }

    /// <summary>[B] int32: valid steps, 0 to T.</summary>
    public string? Lengths { get; init; }
}
