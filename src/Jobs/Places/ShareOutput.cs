using Millrace.Jobs.Engine;

namespace Millrace.Jobs.Places;

/// <summary>The files of one share. Thread-safe: an output may finish while another is written.</summary>
/// <param name="label">Part of each file's name, which no other share has.</param>
/// <param name="folderOf">The folder of a kind of file; it exists.</param>
internal sealed class ShareOutput(string label, Func<string, string> folderOf)
{
    private readonly Lock _lock = new();
    private readonly List<ShareFile> _files = [];

    /// <summary>Part of each file's name, which no other share has.</summary>
    public string Label { get; } = label;

    /// <summary>The finished files.</summary>
    public IReadOnlyList<ShareFile> Files
    {
        get
        {
            lock (_lock)
            {
                return [.. _files];
            }
        }
    }

    /// <summary>The folder of a kind of file; it exists.</summary>
    public string FolderOf(string kind) => folderOf(kind);

    /// <summary>Names a finished file.</summary>
    public void Add(string kind, WrittenFile file)
    {
        lock (_lock)
        {
            _files.Add(new ShareFile(kind, file.Path, file.Bytes, file.Rows, file.FooterHash));
        }
    }
}
