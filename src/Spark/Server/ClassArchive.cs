using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Millrace.Spark.Server;

/// <summary>
/// Spark's classes in a file, as a JVM has them in memory (class data sharing): a Spark that maps them starts in about half the time and has planned its first query sooner, because it neither reads nor verifies them. The
/// first server without such a file writes one when it ends. The JVM itself looks whether a file is of this JVM and these jars, and goes without it where it is not. One server writes at a time; only a whole file gets its name.
/// </summary>
internal sealed class ClassArchive
{
    private const string Part = ".part";

    // More than a JVM takes to write some 160 MB on a loaded machine.
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(60);

    private readonly string _file;
    private readonly string? _attempt;
    private readonly FileStream? _claim;

    private ClassArchive(string file, FileStream? claim)
    {
        _file = file;
        _claim = claim;
        _attempt = claim is null ? null : $"{file}.{Guid.NewGuid():N}{Part}";
    }

    /// <summary>What the server may take longer to end.</summary>
    public TimeSpan ExtraStopTime => _attempt is null ? TimeSpan.Zero : WriteLimit;

    /// <summary>The options for the server's JVM.</summary>
    public string JvmOptions => _attempt is null
        ? $"-XX:SharedArchiveFile=\"{_file}\" -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off"
        : $"-XX:ArchiveClassesAtExit=\"{_attempt}\" -Xlog:cds=off -Xlog:cds+dynamic=off";

    /// <summary>The archive for a server; null: it goes without, because the JVM could not use one, or because another server writes it now.</summary>
    /// <param name="folder">Folder of the archives.</param>
    /// <param name="home">The Spark.</param>
    /// <param name="environment">The server's environment beyond this process's.</param>
    public static ClassArchive? For(string folder, string home, IReadOnlyDictionary<string, string> environment)
    {
        // A folder with files on the class path rules archives out; so do characters that would not come through Spark's splitting of options.
        string conf = Path.Combine(home, "conf");
        if ((Directory.Exists(conf) && Directory.EnumerateFileSystemEntries(conf).Any()) || folder.AsSpan().IndexOfAny('"', '\\') >= 0 || JavaOf(environment) is not { } java)
        {
            return null;
        }

        try
        {
            string file = Path.Combine(Directory.CreateDirectory(folder).FullName, KeyOf(home, java) + ".jsa");
            return File.Exists(file) ? new ClassArchive(file, null) : Claim(file) is { } claim ? new ClassArchive(file, claim) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null; // a folder that cannot be written or a Spark that cannot be read; the start says whether that matters
        }
    }

    /// <summary>Called when the server has ended: gives the file that it wrote its name, or removes it.</summary>
    /// <param name="isKept">Whether the server has worked, so that the classes of work are in the file.</param>
    public void Close(bool isKept)
    {
        if (_attempt is null)
        {
            return;
        }

        try
        {
            if (isKept && File.Exists(_attempt))
            {
                File.Move(_attempt, _file, overwrite: true);
            }

            File.Delete(_attempt);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // the next claim removes it
        }
        finally
        {
            _claim?.Dispose();
        }
    }

    // The system lets go of a claim with the process that holds it, however that ends; what it left is nobody's.
    private static FileStream? Claim(string file)
    {
        FileStream claim;
        try
        {
            claim = new FileStream(file + ".claim", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException)
        {
            return null; // another server writes it
        }

        foreach (string left in Directory.EnumerateFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + ".*" + Part))
        {
            File.Delete(left);
        }

        return claim;
    }

    /// <summary>The folder of the Java that <c>bin/spark-class</c> takes; null where there is none.</summary>
    private static string? JavaOf(IReadOnlyDictionary<string, string> environment)
    {
        string? home = Value("JAVA_HOME");
        IEnumerable<string> places = string.IsNullOrEmpty(home)
            ? (Value("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [Path.Combine(home, "bin")];
        string? java = places.Select(static place => Path.Combine(place, "java")).FirstOrDefault(File.Exists);
        return java is null ? null : Path.GetDirectoryName(Path.GetDirectoryName(File.ResolveLinkTarget(java, returnFinalTarget: true)?.FullName ?? java));

        string? Value(string name) => environment.TryGetValue(name, out string? own) ? own : Environment.GetEnvironmentVariable(name);
    }

    // Another JVM or other jars are another archive: two of them on one machine do not write over each other's.
    private static string KeyOf(string home, string java)
    {
        var text = new StringBuilder().Append(home).Append('\n').Append(java).Append('\n');
        string release = Path.Combine(java, "release");
        text.Append(File.Exists(release) ? File.ReadAllText(release) : "");
        foreach (FileInfo jar in new DirectoryInfo(Path.Combine(home, "jars")).EnumerateFiles("*.jar").OrderBy(static jar => jar.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{jar.Name} {jar.Length} {jar.LastWriteTimeUtc.Ticks}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
