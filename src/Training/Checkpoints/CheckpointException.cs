namespace Millrace.Training.Checkpoints;

/// <summary>A checkpoint that cannot be used: damaged, or of another plan, network or data.</summary>
public sealed class CheckpointException : Exception
{
    internal CheckpointException(string path, string message, Exception? cause = null)
        : base($"checkpoint {path}: {message}", cause) => File = path;

    /// <summary>The file.</summary>
    public string File { get; }
}
