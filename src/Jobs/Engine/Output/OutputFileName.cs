using System.Security.Cryptography;
using Millrace.Jobs.Engine.DuckDb;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Engine.Output;

/// <summary>An output file under way: a temporary name beside the final one, which no lister shows because it starts with a dot.</summary>
internal sealed class OutputFileName
{
    public OutputFileName(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        var suffix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        Temporary = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, $".{System.IO.Path.GetFileName(Path)}.{suffix}.tmp");
    }

    /// <summary>The final name; a full path.</summary>
    public string Path { get; }

    /// <summary>The name while it is written.</summary>
    public string Temporary { get; }

    /// <summary>Flushes the file to the disk and gives it its name.</summary>
    /// <exception cref="OutputWriteException">The disk refuses.</exception>
    public WrittenFile Commit(long rows)
    {
        try
        {
            string hash;
            long bytes;
            using (var stream = new FileStream(Temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
            {
                stream.Flush(flushToDisk: true);
                bytes = stream.Length;
                hash = FileStamp.HashFooter(stream, FileStamp.FooterBytes(stream));
            }

            File.Move(Temporary, Path, overwrite: true);
            return new WrittenFile(Path, bytes, rows, hash);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failure(exception);
        }
    }

    /// <summary>The failure to write, with what was written and what is free; removes the temporary file.</summary>
    public OutputWriteException Failure(Exception exception)
    {
        var info = new FileInfo(Temporary);
        var written = info.Exists ? info.Length : 0;
        var free = DiskSpace.FreeBytes(System.IO.Path.GetDirectoryName(Path)!);
        Remove();
        var reason = exception is DuckDbException engine ? $"it cannot be written ({engine.Type})" : "it cannot be written";
        return new OutputWriteException(Path, written, free, reason + DiskSpace.Advice(free), exception);
    }

    /// <summary>Removes the temporary file, if it is there.</summary>
    public void Remove() => AtomicFile.Discard(Temporary);
}
