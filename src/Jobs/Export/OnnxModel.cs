using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Millrace.Training.Onnx;

namespace Millrace.Jobs.Export;

/// <summary>An ONNX model in Microsoft's runtime: what an outsider would run. Not thread-safe.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;

    /// <summary>Loads a model.</summary>
    /// <exception cref="JobFailedException">The runtime refuses it.</exception>
    public OnnxModel(byte[] model)
    {
        try
        {
            // One thread: a check is small, and the ranks of other runs may need the cores.
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            _session = new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new JobFailedException($"The exported ONNX model cannot be loaded by Microsoft.ML.OnnxRuntime: {failure.Message}", failure);
        }
    }

    /// <summary>A tensor for an input.</summary>
    public static NamedOnnxValue Input<T>(string name, T[] values, params ReadOnlySpan<int> shape) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(values, shape));

    /// <summary>Predictions [rows, P], row-major.</summary>
    /// <exception cref="JobFailedException">The runtime cannot run it.</exception>
    public float[] Predict(IReadOnlyCollection<NamedOnnxValue> inputs)
    {
        try
        {
            using var results = _session.Run(inputs);
            return [.. results.Single(static result => result.Name == NetworkOnnx.Prediction).AsTensor<float>()];
        }
        catch (OnnxRuntimeException failure)
        {
            throw new JobFailedException($"The exported ONNX model cannot be run by Microsoft.ML.OnnxRuntime: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
