namespace Millrace.Jobs.Survey;

/// <summary>How input files are written.</summary>
public enum InputFormat
{
    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>Text with separated fields (RFC 4180); every column arrives as text, the contract parses it.</summary>
    Csv,
}
