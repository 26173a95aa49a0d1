namespace Millrace.Jobs.Survey;

/// <summary>Limits of the survey.</summary>
internal sealed record SurveyOptions
{
    /// <summary>Longest footer that is read, in bytes (default 64 MiB, 64 KiB to 1 GiB).</summary>
    public int FooterBytes { get; init; } = 64 << 20;

    /// <summary>Most files (default 100,000, 1 to 10,000,000).</summary>
    public int MaxFiles { get; init; } = 100_000;

    /// <summary>Deepest folder below a starting point (default 64, 1 to 1,000).</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Files, folders or globs that another input reads: what they name is not listed.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];
}
