namespace Millrace.Features.Cleaning;

/// <summary>Where the rows of a batch come from.</summary>
public readonly record struct RowOrigin
{
    /// <summary>Ordinal of the file in the pinned snapshot.</summary>
    public required int FileOrdinal { get; init; }

    /// <summary>Path of the file, as the snapshot names it.</summary>
    public required string Path { get; init; }

    /// <summary>Number of the batch's first row within the file, from 0; the rows that follow count upwards by one.</summary>
    public required long FirstRow { get; init; }
}
