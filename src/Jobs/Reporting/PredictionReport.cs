using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Reporting;

/// <summary>What the network says of the test rows. Borrowed arrays; the report thins them out itself.</summary>
internal sealed record PredictionReport
{
    /// <summary>The task.</summary>
    public required TrainingTask Task { get; init; }

    /// <summary>The label's name.</summary>
    public required string Label { get; init; }

    /// <summary>The label's unit; null where it has none.</summary>
    public string? Unit { get; init; }

    /// <summary>Names of the classes by index; empty for regression.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Labels of the test rows.</summary>
    public required float[] Labels { get; init; }

    /// <summary>The network's outputs, <c>[rows, outputs]</c> row-major; outputs is 1 or the number of classes.</summary>
    public required float[] Outputs { get; init; }

    /// <summary>Test rows there are; where these are more than <see cref="Labels"/>, the arrays hold a sample of them.</summary>
    public required long TestRows { get; init; }
}
