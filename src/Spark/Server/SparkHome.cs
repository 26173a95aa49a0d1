using System.Diagnostics;

namespace Millrace.Spark.Server;

/// <summary>
/// Finds a Spark on this machine, in this order: <c>SPARK_HOME</c>; an installed <c>pyspark</c> package; a folder
/// <c>shared/spark</c> with an <c>unpack</c> program beside a parent of the current folder.
/// </summary>
public static class SparkHome
{
    /// <summary>What to do when there is no Spark: one sentence for tests that skip.</summary>
    public const string HowToGet =
        "No Spark was found: set SPARK_HOME to a Spark 4.0 to 4.3, or install the Python package pyspark, or put shared/spark beside the checkout; an application can have it downloaded (LocalSparkOptions.Download).";

    private static readonly TimeSpan SearchLimit = TimeSpan.FromMinutes(3);

    /// <summary>The folder of a Spark, or <see langword="null"/> if none was found.</summary>
    /// <param name="version">A wanted version, as <c>4.3.0</c>; <see langword="null"/>: any.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<string?> FindAsync(string? version, CancellationToken cancellationToken)
    {
        string? home = Environment.GetEnvironmentVariable("SPARK_HOME");
        if (IsHome(home) && HasVersion(home!, version))
        {
            return home;
        }

        return FindPackage(version) ?? await FindUnpackedAsync(version, cancellationToken);
    }

    /// <summary>Whether a folder holds a Spark that can be started.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsHome(string? folder) =>
        !string.IsNullOrEmpty(folder) && File.Exists(Path.Combine(folder, "bin", "spark-submit")) && Directory.Exists(Path.Combine(folder, "jars"));

    /// <summary>The version of a Spark folder, as <c>4.1.4</c>, read from the name of its core library; empty if it has none.</summary>
    /// <param name="home">The folder.</param>
    public static string VersionOf(string home)
    {
        string? core = Directory.EnumerateFiles(Path.Combine(home, "jars"), "spark-core_*.jar").FirstOrDefault();
        if (core is null)
        {
            return "";
        }

        string name = Path.GetFileNameWithoutExtension(core);
        return name[(name.LastIndexOf('-') + 1)..];
    }

    /// <summary>The folder of an official release, downloaded once into a cache folder with its checksum verified.</summary>
    /// <param name="options">Which, and from where.</param>
    /// <param name="cancellationToken">Ends the download; nothing of it stays.</param>
    /// <exception cref="ArgumentException">The options are out of range.</exception>
    /// <exception cref="SparkException">It cannot be had, or is not what the release publishes.</exception>
    public static async Task<string> DownloadAsync(SparkDownloadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using var handler = new SocketsHttpHandler();
        return await new SparkDownload(options, handler).FetchAsync(cancellationToken);
    }

    private static bool HasVersion(string home, string? version) => version is null || VersionOf(home) == version;

    private static string? FindPackage(string? version)
    {
        // The package lies in <prefix>/lib/python3.x/site-packages beside the interpreter in <prefix>/bin.
        var prefixes = new List<string>();
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (File.Exists(Path.Combine(folder, "python3")) && Path.GetDirectoryName(folder) is { } prefix)
            {
                prefixes.Add(prefix);
            }
        }

        foreach (string prefix in prefixes)
        {
            string libraries = Path.Combine(prefix, "lib");
            if (!Directory.Exists(libraries))
            {
                continue;
            }

            foreach (string python in Directory.EnumerateDirectories(libraries, "python3*"))
            {
                foreach (string packages in new[] { "site-packages", "dist-packages" })
                {
                    string candidate = Path.Combine(python, packages, "pyspark");
                    if (IsHome(candidate) && HasVersion(candidate, version))
                    {
                        return candidate;
                    }
                }
            }
        }

        return null;
    }

    private static async Task<string?> FindUnpackedAsync(string? version, CancellationToken cancellationToken)
    {
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            string program = Path.Combine(folder.FullName, "shared", "spark", "unpack");
            if (File.Exists(program))
            {
                return await UnpackAsync(program, version, cancellationToken);
            }
        }

        return null;
    }

    private static async Task<string?> UnpackAsync(string program, string? version, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(program);
        if (version is not null)
        {
            start.ArgumentList.Add(version);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(SearchLimit);
        using var process = Process.Start(start) ?? throw new SparkException("The program that unpacks Spark could not be started.");
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
        string output = (await process.StandardOutput.ReadToEndAsync(limit.Token)).Trim();
        await errors;
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode == 0 && IsHome(output) ? output : null;
    }
}
