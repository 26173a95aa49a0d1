namespace Millrace.Training;

/// <summary>A file that has its temporary name until it is whole; where it does not become so, nothing of it stays.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _isWhole;

    private TemporaryFile(string path, string temporary)
    {
        (_path, _temporary) = (path, temporary);
        _stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);
    }

    /// <summary>Writes the file, flushes it to the disk and gives it its name.</summary>
    public static async Task WriteAsync(string path, string temporary, Func<FileStream, Task> write)
    {
        using var file = new TemporaryFile(path, temporary);
        await write(file._stream);
        file.Commit();
    }

    /// <summary>The same at once, for a thread of its own.</summary>
    public static void Write(string path, Action<FileStream> write)
    {
        using var file = new TemporaryFile(path, path + ".tmp");
        write(file._stream);
        file.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isWhole)
        {
            return;
        }

        // The failure that brings this about is the one to report, not what a full disk says of the rest.
        Try(_stream.Dispose);
        Try(() => File.Delete(_temporary));
    }

    private void Commit()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
        _isWhole = true;
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
