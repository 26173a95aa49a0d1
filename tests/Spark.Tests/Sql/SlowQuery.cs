using Millrace.Spark.Connect;
using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Spark.Tests.Sql;

/// <summary>
/// A query to be interrupted, and when it runs. Spark takes an interruption once, and forgets it for jobs that the operation has yet to start: a test that asked before
/// the first task ran would wait for the query's own end.
/// </summary>
internal sealed class SlowQuery : IProgress<OperationProgress>
{
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Running => _running.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

    /// <summary>300 tasks that sleep: a query that lasts without holding a core, and ends by itself if nobody ends it.</summary>
    public static DataFrame Of(SparkSession session) =>
        session.Range(0, 300, 1, 300).Filter(Expr("reflect('java.lang.Thread', 'sleep', 100L) IS NOT NULL OR id >= 0"));

    /// <summary>A session that tells this when its query runs.</summary>
    public async Task<SparkSession> SessionAsync(SparkFixture spark) => await SparkSession.Builder()
        .Remote((await spark.ServerAsync()).Url).Progress(this).CreateAsync(TestContext.Current.CancellationToken);

    public void Report(OperationProgress value)
    {
        if (value.RunningTasks > 0)
        {
            _running.TrySetResult();
        }
    }
}
