namespace Millrace.Jobs.Specification;

/// <summary>What a trained model is written as, beside Millrace's own file. Every ONNX file is held against Microsoft.ML.OnnxRuntime within the run; one that differs fails it.</summary>
public sealed record ExportSpec
{
    /// <summary>Whether the network over encoded features is written as <c>model/network.onnx</c>.</summary>
    public bool Onnx { get; init; } = true;

    /// <summary>Whether encoders and network together, over raw numbers and text, are written as <c>model/raw.onnx</c> where every encoder allows it.</summary>
    public bool Raw { get; init; } = true;

    /// <summary>Whether the model card is written: <c>model/card.html</c> and <c>model/card.json</c>.</summary>
    public bool Card { get; init; } = true;
}
