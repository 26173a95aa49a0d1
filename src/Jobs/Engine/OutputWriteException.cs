namespace Millrace.Jobs.Engine;

/// <summary>An output file could not be written. Its temporary file is removed.</summary>
internal sealed class OutputWriteException : Exception
{
    public OutputWriteException(string path, long writtenBytes, long? freeBytes, string reason, Exception? innerException = null)
        : base($"{path}: {reason} ({writtenBytes} bytes were written{(freeBytes is null ? "" : $", {freeBytes} bytes are free there")}).", innerException)
    {
        Path = path;
        WrittenBytes = writtenBytes;
        FreeBytes = freeBytes;
    }

    /// <summary>The file that should have come to be.</summary>
    public string Path { get; }

    /// <summary>How long the temporary file was.</summary>
    public long WrittenBytes { get; }

    /// <summary>Free bytes on its disk at the time of the failure, where that is known.</summary>
    public long? FreeBytes { get; }
}
