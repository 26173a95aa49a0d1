using System.IO.Compression;

namespace Millrace.Spark.Connect;

/// <summary>
/// Packs a folder into a zip that keeps Unix modes, so that programs in it can be started after Spark has unpacked it. Entries are
/// sorted and carry one fixed time: equal folders give equal archives, and so equal names by content.
/// </summary>
internal static class ArchiveBuilder
{
    private const int RegularFile = 0x8000;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The earliest time a zip can hold.</summary>
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task PackAsync(string folder, string archive, CancellationToken cancellationToken)
    {
        await using FileStream file = File.Create(archive);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            ZipArchiveEntry entry = zip.CreateEntry(Path.GetRelativePath(folder, path).Replace('\\', '/'), CompressionLevel.Fastest);
            entry.LastWriteTime = Epoch;
            UnixFileMode mode = OperatingSystem.IsWindows() ? Readable : File.GetUnixFileMode(path);
            entry.ExternalAttributes = (RegularFile | (int)mode) << 16;
            await using Stream target = entry.Open();
            await using FileStream source = File.OpenRead(path);
            await source.CopyToAsync(target, cancellationToken);
        }
    }
}
