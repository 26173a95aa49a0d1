namespace Millrace.Training.Checkpoints;

/// <summary>A checkpoint that cannot be used: damaged, or of another plan, network or data.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>What is wrong with which file.</summary>
    public CheckpointException(string path, string message, Exception? cause = null)
        : base($"checkpoint {path}: {message}", cause) => File = path;

    /// <summary>The file.</summary>
    public string File { get; }
}
