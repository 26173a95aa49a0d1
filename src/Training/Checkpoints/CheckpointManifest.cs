namespace Millrace.Training.Checkpoints;

/// <summary>The last part of a checkpoint: a checksum for every part before it.</summary>
internal sealed record CheckpointManifest
{
    public required IReadOnlyList<Part> Parts { get; init; }

    /// <summary>One part: header or array.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Offset">First byte in the file.</param>
    /// <param name="Bytes">Length.</param>
    /// <param name="XxHash128">Checksum, hex.</param>
    internal sealed record Part(string Name, long Offset, long Bytes, string XxHash128);
}
