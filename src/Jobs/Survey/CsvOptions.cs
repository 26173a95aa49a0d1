namespace Millrace.Jobs.Survey;

/// <summary>How CSV files are written. Reading is strict: a line that does not fit is a counted bad row, never skipped or guessed at.</summary>
public sealed record CsvOptions
{
    /// <summary>Separator of fields: one ASCII character, not a quote, carriage return or line feed.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Quote character; doubled inside a quoted field.</summary>
    public char Quote { get; init; } = '"';

    /// <summary>Whether the first line names the columns. Without it they are <c>column0</c>, <c>column1</c> and so on.</summary>
    public bool Header { get; init; } = true;

    /// <summary>An unquoted field that equals this text is null. A quoted one never is.</summary>
    public string NullText { get; init; } = "";

    /// <summary>Longest row, in bytes (default 1 MiB, 1 KiB to 64 MiB); a longer one is a bad row.</summary>
    public int MaxRowBytes { get; init; } = 1 << 20;
}
