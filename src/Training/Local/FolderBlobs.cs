using System.IO.Hashing;
using Millrace.Training.Checkpoints;

namespace Millrace.Training.Local;

/// <summary>Blobs as files of a folder that all who train see. A file gets its name when it is whole.</summary>
public sealed class FolderBlobs : IBlobStore
{
    private const string Suffix = ".blob";
    private readonly string _folder;

    /// <summary>Blobs in <paramref name="folder"/>, which is made where it is missing.</summary>
    public FolderBlobs(string folder) => _folder = Directory.CreateDirectory(folder).FullName;

    /// <summary>The name of some bytes: their xxHash128, lowercase hex.</summary>
    public static string NameOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(XxHash128.Hash(bytes));

    /// <inheritdoc/>
    public string Put(ReadOnlySpan<byte> bytes)
    {
        var name = NameOf(bytes);
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }

        return name;
    }

    /// <inheritdoc/>
    public byte[] Get(string name)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(PathOf(name));
        }
        catch (IOException e)
        {
            throw new CheckpointException(PathOf(name), "it cannot be read", e);
        }

        return NameOf(bytes) == name ? bytes : throw new CheckpointException(PathOf(name), "its content does not match its name");
    }

    /// <inheritdoc/>
    public void KeepOnly(IReadOnlySet<string> names)
    {
        foreach (var file in Directory.EnumerateFiles(_folder, "*" + Suffix).Where(file => !names.Contains(Path.GetFileNameWithoutExtension(file))))
        {
            File.Delete(file);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, Path.GetFileName(name) + Suffix);
}
