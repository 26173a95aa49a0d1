namespace Millrace.Training.Local;

/// <summary>
/// What rounds hand to each other, named by the hash of its content: a task that is done twice writes the same thing under the same name. Thread-safe.
/// </summary>
public interface IBlobStore
{
    /// <summary>Keeps the bytes and gives their name.</summary>
    string Put(ReadOnlySpan<byte> bytes);

    /// <summary>The bytes of a name, checked against it; they belong to the caller.</summary>
    /// <exception cref="Checkpoints.CheckpointException">They are not there, or damaged.</exception>
    byte[] Get(string name);

    /// <summary>Lets go of all others.</summary>
    void KeepOnly(IReadOnlySet<string> names);
}
