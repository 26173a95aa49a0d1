namespace Millrace.Jobs.Stages.Rows;

/// <summary>The kinds of file that the row stage writes.</summary>
internal static class RowsFiles
{
    /// <summary>Rows that kept every rule.</summary>
    public const string Clean = "clean";

    /// <summary>Rows set aside, as they came, with their reasons.</summary>
    public const string Quarantine = "quarantine";

    /// <summary>The same rows in the clean layout.</summary>
    public const string Converted = "converted";
}
