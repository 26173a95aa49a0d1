namespace Millrace.Jobs.Survey;

/// <summary>Which files are the input, and how they are read.</summary>
public sealed record InputSpec
{
    /// <summary>
    /// Folders (searched to any depth), files and globs (<c>*</c>, <c>?</c>, <c>[abc]</c>, <c>{a,b}</c> within a name, <c>**</c> over folders); relative ones
    /// start at the job file's folder. Names that start with <c>_</c> or <c>.</c> are skipped unless they are named in full.
    /// </summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>A table or view that Spark reads, in place of files; needs a run on Spark.</summary>
    public string? Table { get; init; }

    /// <summary>How the files are written.</summary>
    public InputFormat Format { get; init; } = InputFormat.Parquet;

    /// <summary>How CSV files are written; unused for Parquet.</summary>
    public CsvOptions Csv { get; init; } = new();

    /// <summary>What becomes of a file that cannot be read.</summary>
    public BadFilePolicy OnBadFile { get; init; } = BadFilePolicy.Fail;

    /// <summary>With <see cref="BadFilePolicy.Quarantine"/>: the most bad files before the run stops all the same (default 10, 0 to 1,000,000).</summary>
    public int MaxBadFiles { get; init; } = 10;

    /// <summary>Whether folders named <c>key=value</c> give columns. Their values are text, or null; nothing is guessed about their type.</summary>
    public bool HivePartitions { get; init; } = true;
}
