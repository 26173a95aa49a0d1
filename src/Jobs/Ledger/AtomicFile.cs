namespace Millrace.Jobs.Ledger;

/// <summary>Writes a whole file so that a reader sees the old one or the new one and nothing between.</summary>
internal static class AtomicFile
{
    /// <summary>Writes to a temporary name beside <paramref name="path"/>, flushes to the disk, and renames; where that fails, the temporary file goes.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var file = new Pending(path);
        await using (var stream = new FileStream(file.Temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await stream.WriteAsync(content, cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        file.Commit();
    }

    /// <summary>The same with the content of another file.</summary>
    public static void Copy(string source, string path)
    {
        using var file = new Pending(path);
        File.Copy(source, file.Temporary, overwrite: true);
        using (var stream = new FileStream(file.Temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            stream.Flush(flushToDisk: true);
        }

        file.Commit();
    }

    /// <summary>Deletes what nobody may take for finished; what the disk keeps all the same is no failure beside the one that brings this about.</summary>
    public static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The failure under way is the one to report.
        }
    }

    /// <summary>A file that is not whole yet; disposed before it has its name, it goes.</summary>
    private sealed class Pending(string path) : IDisposable
    {
        private bool _isWhole;

        public string Temporary { get; } = path + ".tmp";

        public void Commit()
        {
            File.Move(Temporary, path, overwrite: true);
            _isWhole = true;
        }

        public void Dispose()
        {
            if (!_isWhole)
            {
                Discard(Temporary);
            }
        }
    }
}
