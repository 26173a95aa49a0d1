namespace Millrace.Training.Onnx;

/// <summary>Element types of tensors, numbered as ONNX numbers them (<c>TensorProto.DataType</c>).</summary>
public enum OnnxType
{
    /// <summary>float32.</summary>
    Float = 1,

    /// <summary>int32.</summary>
    Int32 = 6,

    /// <summary>int64.</summary>
    Int64 = 7,

    /// <summary>UTF-8 text.</summary>
    Text = 8,

    /// <summary>One byte: 0 or 1.</summary>
    Boolean = 9,

    /// <summary>float64.</summary>
    Double = 11,
}
