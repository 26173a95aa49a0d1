namespace Millrace.Jobs.Baselines;

/// <summary>The encoded rows that baselines learn from and are scored on: the same files that the network has.</summary>
internal sealed record BaselineData
{
    /// <summary>Feature files (Arrow IPC) of the training rows.</summary>
    public required IReadOnlyList<string> TrainFiles { get; init; }

    /// <summary>Feature files of the validation rows: they stop the trees and choose among them. May be empty of rows.</summary>
    public required IReadOnlyList<string> ValidationFiles { get; init; }

    /// <summary>Feature files of the test rows that have a label.</summary>
    public required IReadOnlyList<string> TestFiles { get; init; }

    /// <summary>Where losses of test rows are held that are too many for memory.</summary>
    public required string TemporaryFolder { get; init; }

    /// <summary>Classes of a multi-class label; 2 for binary, 0 for regression.</summary>
    public int Classes { get; init; }

    /// <summary>Positions in <c>x</c> that are read, ascending; null reads all.</summary>
    public IReadOnlyList<int>? Floats { get; init; }

    /// <summary>Index of the label's column in <c>y</c>.</summary>
    public int LabelIndex { get; init; }
}
