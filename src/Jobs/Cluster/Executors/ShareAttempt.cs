using System.Globalization;
using System.Security.Cryptography;
using Millrace.Jobs.Places;
using Millrace.Jobs.Stages;

namespace Millrace.Jobs.Cluster.Executors;

/// <summary>One attempt at a share, in a folder of its own; what it leaves when it fails is removed.</summary>
internal sealed class ShareAttempt<TStatistics>(IRowWork<TStatistics> work, string stagingFolder, string label)
    where TStatistics : class
{
    private const int InlineBytes = 2048;

    /// <summary>Works and reports.</summary>
    /// <param name="attemptId">The task's attempt, for the folder's name.</param>
    /// <param name="makeShare">The share, given where its files go and whom to tell of rows.</param>
    /// <param name="cancellationToken">Stops within a batch.</param>
    public async Task<ShareReport> RunAsync(long attemptId, Func<ShareOutput, Action<long>, RowShare> makeShare, CancellationToken cancellationToken)
    {
        var attempt = string.Create(
            CultureInfo.InvariantCulture, $"{label}-{attemptId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");
        var folder = Directory.CreateDirectory(Path.Combine(stagingFolder, attempt)).FullName;
        try
        {
            ShareReport? report = null;

            // A thread of its own: reading blocks in the engine or on Spark.
            await Readers.RunAsync(1, async (_, token) => report = await WorkAsync(makeShare, folder, token), cancellationToken);
            return report! with { Attempt = attempt };
        }
        catch (Exception failure)
        {
            Remove(folder);
            if (EngineMemory.HasRunOut(failure))
            {
                throw new InsufficientMemoryException(failure.Message, failure);
            }

            throw;
        }
    }

    private async Task<ShareReport> WorkAsync(Func<ShareOutput, Action<long>, RowShare> makeShare, string folder, CancellationToken cancellationToken)
    {
        var output = new ShareOutput(label, kind => Directory.CreateDirectory(Path.Combine(folder, kind)).FullName);
        var rows = 0L;
        var statistics = work.Write(await work.RunAsync(makeShare(output, count => rows += count), cancellationToken));
        var isShort = statistics.Length <= InlineBytes;
        if (!isShort)
        {
            await Ledger.AtomicFile.WriteAsync(Path.Combine(folder, StagingArea.StatisticsName), statistics, cancellationToken);
        }

        return new ShareReport
        {
            Label = label,
            Attempt = "",
            Files = [.. output.Files.Select(file => file with { Path = Path.GetRelativePath(folder, file.Path).Replace('\\', '/') })],
            Rows = rows,
            Statistics = isShort ? statistics : null,
            StatisticsFile = isShort ? null : StagingArea.StatisticsName,
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
        };
    }

    // What a failed attempt wrote is nobody's: it goes now if it can, else with the sweep.
    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The sweep takes it later.
        }
    }
}
