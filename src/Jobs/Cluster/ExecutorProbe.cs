using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Millrace.Jobs.Cluster.Executors;
using Millrace.Spark;
using Millrace.Spark.Sql;

namespace Millrace.Jobs.Cluster;

/// <summary>
/// Asks every slot before any work whether it can do it: has it this build, does it see the driver's files, and the driver its. Refuses with what is needed and what there is. Executors that the
/// application is to have and that have not registered yet are waited for.
/// </summary>
/// <param name="session">A session whose executors start <paramref name="executable"/>.</param>
/// <param name="folder">Full path of the folder that both sides have to see.</param>
/// <param name="executable">The worker, as executors find it.</param>
/// <param name="expected">Executors that the application is to have; null where nobody fixed a number.</param>
internal sealed class ExecutorProbe(SparkSession session, string folder, string executable, int? expected = null)
{
    /// <summary>Rows of the probe: more than any cluster has slots, so that each slot gets a task.</summary>
    private const long Rows = 1 << 16;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>How long the first free slot may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long executors that are expected may be late.</summary>
    public TimeSpan LateLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Asks, and gives the answer of each slot.</summary>
    /// <exception cref="JobFailedException">An executor lacks something, or there is no slot.</exception>
    public async Task<ExecutorAnswers> RunAsync(CancellationToken cancellationToken)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var answers = Directory.CreateDirectory(Path.Combine(folder, "probe", nonce)).FullName;
        var file = Path.Combine(answers, "nonce");
        await File.WriteAllTextAsync(file, nonce, cancellationToken);
        try
        {
            var settings = new ProbeSettings(file, nonce, answers);
            var start = Stopwatch.GetTimestamp();
            for (var round = 1; ; round++)
            {
                var reports = await AskAsync(settings, barrier: false, cancellationToken);
                if (reports.Any(report => report.Attempt > 0))
                {
                    // One executor failed and another made up for it. In a barrier stage none can, and the failure comes out.
                    reports = await AskAsync(settings, barrier: true, cancellationToken);
                }

                Judge(reports, answers, nonce);
                if (expected is null || ExecutorAnswers.ExecutorsOf(reports) >= expected || Stopwatch.GetElapsedTime(start) > LateLimit)
                {
                    return new ExecutorAnswers(reports, expected, round);
                }

                await Task.Delay(Between, cancellationToken);
            }
        }
        finally
        {
            Directory.Delete(answers, recursive: true);
        }
    }

    /// <summary>Refuses executors that do not see the same files as the driver.</summary>
    internal void Judge(IReadOnlyList<ProbeReport> reports, string answers, string nonce)
    {
        var blind = reports.Where(report => !report.SeesWorkFolder || report.AnswerFile is not { } name || !Answered(Path.Combine(answers, name), nonce))
            .Select(report => report.Host).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (blind.Length > 0)
        {
            throw new JobFailedException(
                $"The run folder {folder} is not the same files for the driver and the executors on {string.Join(", ", blind)}. "
                + "Give a folder on a shared file system with --out.");
        }
    }

    private async Task<IReadOnlyList<ProbeReport>> AskAsync(ProbeSettings settings, bool barrier, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var reports = new List<ProbeReport>();
        try
        {
            var frame = await session.Range(Rows).MapBatchesAsync(ProbeOperator.Name, settings, ReportRow.SparkSchema, barrier, limit.Token);
            await foreach (var row in frame.ToRowsAsync(limit.Token))
            {
                reports.Add(ReportRow.Read<ProbeReport>(row.GetAs<string>(0)));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new JobFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"The job needs {(barrier ? "all slots of the cluster at once, for a moment" : "at least one free slot")}, and there was none within {Limit.TotalSeconds:0.#} s. Stop what else runs there, or let the cluster start executors."));
        }
        catch (SparkException failure) when (failure is not (ExecutorFunctionException or SparkUnavailableException or SessionLostException or SparkUnauthenticatedException))
        {
            throw new JobFailedException(
                $"An executor cannot start the worker. Needed on every node: {executable}, this very build ({ProductInfo.Version}); --worker says where it is there. Spark says: {FirstLine(failure.Message)}", failure);
        }
        catch (SparkException failure)
        {
            throw SparkFailure.Translate(failure);
        }

        return reports;
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd();

    private static bool Answered(string file, string nonce)
    {
        try
        {
            return File.ReadAllText(file) == nonce;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
