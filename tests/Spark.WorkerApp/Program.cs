using System.Globalization;
using Millrace.Spark.Worker;
using Millrace.Spark.WorkerApp;

// A short grace, so that the test of an operator that does not stop is short.
var options = new WorkerOptions { CancellationGrace = TimeSpan.FromSeconds(2) };
if (Environment.GetEnvironmentVariable("MILLRACE_TEST_IDLE_SECONDS") is { } seconds)
{
    options = options with { IdleLife = TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)) };
}

return await SparkWorker.TryRunAsync(args, TestOperators.Registry, options) ? Environment.ExitCode : await SubmittedProgram.RunAsync(args);
