using System.Collections.Concurrent;
using Millrace.Training.Checkpoints;

namespace Millrace.Training.Local;

/// <summary>Blobs of a training that keeps nothing.</summary>
internal sealed class MemoryBlobs : IBlobStore
{
    private readonly ConcurrentDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);

    public string Put(ReadOnlySpan<byte> bytes)
    {
        var name = FolderBlobs.NameOf(bytes);
        _blobs.TryAdd(name, bytes.ToArray());
        return name;
    }

    public byte[] Get(string name) => _blobs.TryGetValue(name, out var bytes) ? bytes : throw new CheckpointException(name, "it is not there");

    public void KeepOnly(IReadOnlySet<string> names)
    {
        foreach (var name in _blobs.Keys.Where(name => !names.Contains(name)))
        {
            _blobs.TryRemove(name, out _);
        }
    }
}
