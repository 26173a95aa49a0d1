namespace Millrace.Jobs.Stages.Model;

/// <summary>What a model was exported as. Files are relative to the run folder.</summary>
internal sealed record ExportResult
{
    /// <summary>The network over encoded features; null where the job asks for none or a layer stands in the way.</summary>
    public string? NetworkFile { get; init; }

    public string? NetworkSha256 { get; init; }

    /// <summary>Greatest difference from Microsoft.ML.OnnxRuntime that the check met, as a share of the bound's unit.</summary>
    public double NetworkDifference { get; init; }

    /// <summary>Encoders and network over raw values; null where the job asks for none or an encoder stands in the way.</summary>
    public string? RawFile { get; init; }

    public string? RawSha256 { get; init; }

    /// <summary>The same for the model over raw values.</summary>
    public double RawDifference { get; init; }

    /// <summary>What stood in the way of one of the files, in words.</summary>
    public IReadOnlyList<string> Obstacles { get; init; } = [];
}
