using System.ComponentModel;
using System.Diagnostics;

namespace Millrace.Jobs.Diagnostics;

/// <summary>Finds the programs that only Spark needs: Java, and Spark by <c>SPARK_HOME</c>, on the path, or as Python's package.</summary>
internal sealed class ToolProbe(Func<string, string?> environment)
{
    private const string SparkUse = "running the same job on Spark";
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    /// <summary>Java and its version.</summary>
    public async Task<MachineCheck> JavaAsync(CancellationToken cancellationToken)
    {
        var home = environment("JAVA_HOME");
        var program = home is null ? "java" : Path.Combine(home, "bin", "java");
        var version = await FirstLineAsync(program, ["-version"], cancellationToken);
        return version is null
            ? new MachineCheck("Java", CheckStatus.Missing, home is null ? "no `java` on the path" : $"no bin/java in JAVA_HOME, {home}", SparkUse, "install a Java runtime of version 17 or 21; jobs on this machine alone do not need it")
            : new MachineCheck("Java", CheckStatus.Fine, version, SparkUse);
    }

    /// <summary>Spark and where it was found.</summary>
    public async Task<MachineCheck> SparkAsync(CancellationToken cancellationToken)
    {
        if (environment("SPARK_HOME") is { Length: > 0 } home)
        {
            return SparkVersion(home) is { } version
                ? new MachineCheck("Spark", CheckStatus.Fine, $"{version} in SPARK_HOME, {home}", SparkUse)
                : new MachineCheck("Spark", CheckStatus.Missing, $"SPARK_HOME is {home}, where there is no jars/spark-core_*.jar", SparkUse, "let SPARK_HOME name the folder of a Spark distribution");
        }

        var package = await FirstLineAsync("python3", ["-c", "import importlib.util as u; s = u.find_spec('pyspark'); print(s.submodule_search_locations[0] if s else '')"], cancellationToken);
        return package is { Length: > 0 } && SparkVersion(package) is { } packaged
            ? new MachineCheck("Spark", CheckStatus.Fine, $"{packaged} in the Python package {package}", SparkUse)
            : new MachineCheck("Spark", CheckStatus.Missing, "no SPARK_HOME, no Python package pyspark", SparkUse, "set SPARK_HOME to a Spark 4 distribution; jobs on this machine alone do not need it");
    }

    private static string? SparkVersion(string home)
    {
        var jars = Path.Combine(home, "jars");
        if (!Directory.Exists(jars))
        {
            return null;
        }

        var core = Directory.EnumerateFiles(jars, "spark-core_*.jar").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal).FirstOrDefault();
        return core is null ? null : "Spark " + core[(core.IndexOf('-', "spark-core_".Length) + 1)..];
    }

    /// <summary>The first line that a program prints on either stream; null where it does not run, fails or takes too long.</summary>
    private static async Task<string?> FirstLineAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MaxWait);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        try
        {
            process.Start();
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? (await output + await error).Split('\n')[0].Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return null;
        }
    }
}
