using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Jobs.Cluster.Executors;

/// <summary>
/// Looks whether driver and executor see the same files, both ways: reads what the driver wrote, and writes what the driver will read. One report a task.
/// </summary>
internal sealed class ProbeOperator(ProbeSettings settings) : IBatchOperator
{
    /// <summary>Name in the registry.</summary>
    public const string Name = "probe";

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> RunAsync(
        IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in input.WithCancellation(cancellationToken))
        {
            batch.Dispose();
        }

        var sees = await ReadsNonceAsync(cancellationToken);
        var answer = sees ? await AnswerAsync(cancellationToken) : null;
        yield return ReportRow.Of(new ProbeReport(
            Environment.MachineName, Environment.CurrentDirectory, Environment.ProcessId, sees, answer, context.AttemptNumber, context.Cpus, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
    }

    private async Task<bool> ReadsNonceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(settings.NonceFile, cancellationToken) == settings.Nonce;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task<string?> AnswerAsync(CancellationToken cancellationToken)
    {
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        try
        {
            await File.WriteAllTextAsync(Path.Combine(settings.AnswerFolder, name), settings.Nonce, cancellationToken);
            return name;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
