using System.Diagnostics;
using System.Text.Json.Nodes;
using Millrace.Benchmarks.Ratios;

namespace Millrace.Benchmarks.Clusters;

/// <summary>The command line's <c>run</c> in a process of its own.</summary>
internal static class DriverProcess
{
    /// <summary>Runs a job to its end; gives the time of the process, and the most memory that it held in any stage.</summary>
    /// <exception cref="WrongResultException">The job failed.</exception>
    public static async Task<(TimeSpan Elapsed, long PeakBytes)> RunAsync(string job, string runFolder, string? address, CancellationToken cancellationToken)
    {
        string[] arguments = ["run", job, "--out", runFolder, .. address is null ? Array.Empty<string>() : ["--spark", address]];
        var start = Stopwatch.GetTimestamp();
        using var child = Process.Start(
            new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "millrace"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = child.StandardError.ReadToEndAsync(cancellationToken);
        _ = await child.StandardOutput.ReadToEndAsync(cancellationToken);
        await child.WaitForExitAsync(cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        if (child.ExitCode != 0)
        {
            throw new WrongResultException($"the job ended with code {child.ExitCode}: {await errors}");
        }

        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(runFolder, "manifest.json"), cancellationToken))!;
        return (elapsed, manifest["stages"]!.AsArray().Max(stage => (long)stage!["peak_bytes"]!));
    }
}
