namespace Millrace.Training;

/// <summary>What a replay computed.</summary>
public sealed record ReplayResult
{
    /// <summary>Step of the checkpoint that the replay started from.</summary>
    public required long FromStep { get; init; }

    /// <summary>Step that it ended at.</summary>
    public required long ToStep { get; init; }

    /// <summary>The epoch of the last step, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Rows of the last step.</summary>
    public required long Rows { get; init; }

    /// <summary>Weighted mean loss of these rows, at the weights before the step.</summary>
    public required double Loss { get; init; }

    /// <summary>Learning rate of the last step.</summary>
    public required double Rate { get; init; }

    /// <summary>Euclidean norm of the last step's gradient, before clipping.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>SHA-256 (lowercase hex) of the parameters after the last step.</summary>
    public required string ParametersSha256 { get; init; }

    /// <summary>The same from the checkpoint compared with; null where none was given.</summary>
    public string? ExpectedSha256 { get; init; }

    /// <summary>Whether both are equal; true where nothing was compared.</summary>
    public bool Matches => ExpectedSha256 is null || ExpectedSha256 == ParametersSha256;
}
