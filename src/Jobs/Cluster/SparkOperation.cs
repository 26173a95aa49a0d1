using Millrace.Jobs.Cluster.Executors;
using Millrace.Spark.Sql;

namespace Millrace.Jobs.Cluster;

/// <summary>Runs an operator over numbered partitions and gives the report of each as it is accepted.</summary>
internal static class SparkOperation
{
    /// <summary>Runs partitions 0 to <paramref name="count"/> − 1.</summary>
    /// <typeparam name="TSettings">The operator's settings.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="name">The operator.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="count">How many partitions, one task each.</param>
    /// <param name="cancellationToken">Interrupts the operation.</param>
    /// <exception cref="JobFailedException">A task failed for good, or Spark is gone.</exception>
    public static IAsyncEnumerable<string> RunAsync<TSettings>(
        SparkSession session, string name, TSettings settings, int count, CancellationToken cancellationToken) =>
        RunAsync(session.Range(0, count, 1, count), name, settings, cancellationToken);

    /// <summary>Runs the operator over the partitions of a frame.</summary>
    public static async IAsyncEnumerable<string> RunAsync<TSettings>(
        DataFrame input, string name, TSettings settings, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var frame = await SparkFailure.TranslateAsync(() => input.MapBatchesAsync(name, settings, ReportRow.SparkSchema, barrier: false, cancellationToken));
        await using var rows = frame.ToRowsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await SparkFailure.TranslateAsync(() => rows.MoveNextAsync().AsTask()))
        {
            yield return rows.Current.GetAs<string>(0);
        }
    }
}
