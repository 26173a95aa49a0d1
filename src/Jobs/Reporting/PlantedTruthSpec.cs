namespace Millrace.Jobs.Reporting;

/// <summary>
/// Where a sample's planted dirt is written down, so that the run can say how much of it the cleaning found. For samples and tests;
/// an ordinary job has none.
/// </summary>
public sealed record PlantedTruthSpec
{
    /// <summary>
    /// Parquet file with columns <c>KEY, kind, column, original, planted</c>; <c>column</c> is null for a repeated row and <c>*</c> for one that cannot be read.
    /// Relative to the job file.
    /// </summary>
    public required string File { get; init; }

    /// <summary>The integer column that names a row in the truth and in the input.</summary>
    public required string Key { get; init; }

    /// <summary>Parquet file of the rows before dirt was planted, to tell false alarms by; relative to the job file.</summary>
    public required string Original { get; init; }
}
