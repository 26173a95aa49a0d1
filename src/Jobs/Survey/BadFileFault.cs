namespace Millrace.Jobs.Survey;

/// <summary>Why an input file cannot be read.</summary>
internal enum BadFileFault
{
    /// <summary>The file has no bytes.</summary>
    Empty,

    /// <summary>The file is not of the declared format.</summary>
    Foreign,

    /// <summary>The file begins as it should and ends too soon.</summary>
    Truncated,

    /// <summary>The file is encrypted.</summary>
    Encrypted,

    /// <summary>The footer or header contradicts itself or the file.</summary>
    Corrupt,

    /// <summary>The operating system refuses to read it.</summary>
    Unreadable,

    /// <summary>The footer is longer than the limit.</summary>
    TooLarge,
}
