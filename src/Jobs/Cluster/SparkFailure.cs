using Millrace.Spark;

namespace Millrace.Jobs.Cluster;

/// <summary>Turns what Spark tells into what a job's user can act on. Decides by types and codes, never by text.</summary>
internal static class SparkFailure
{
    /// <summary>Runs a call to Spark.</summary>
    /// <exception cref="JobFailedException">It failed; says what, where and what to do.</exception>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (SparkException failure)
        {
            throw Translate(failure);
        }
    }

    /// <inheritdoc cref="TranslateAsync{T}"/>
    public static Task TranslateAsync(Func<Task> call) => TranslateAsync(async () =>
    {
        await call();
        return true;
    });

    /// <summary>The failure as the job's.</summary>
    public static JobFailedException Translate(SparkException failure) => new(Words(failure), failure);

    private static string Words(SparkException failure) => failure switch
    {
        ExecutorFunctionException { Failure: { } told } => told.Kind switch
        {
            ExecutorFailureKind.Function => told.Message,
            ExecutorFailureKind.Refused => $"An executor refused the work: {told.Message} Give the path of the same build on every node with --worker.",
            ExecutorFailureKind.Memory => $"An executor's worker has too little memory: {told.Message} Raise run.spark.worker_memory, and with it {Training.MemoryOverhead.Key}.",
            ExecutorFailureKind.Crash => $"A worker process ended while it worked: {told}",
            _ => $"An executor's worker failed: {told}",
        },
        SparkUnavailableException or SessionLostException =>
            $"Spark is gone: {failure.Message} The same command goes on from what is finished.",
        SparkUnauthenticatedException => $"Spark does not accept the token: {failure.Message}",
        _ => $"Spark failed: {failure.Message}",
    };
}
