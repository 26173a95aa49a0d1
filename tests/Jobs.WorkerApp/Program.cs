using Millrace.Jobs.WorkerApp;
using Millrace.Spark.Worker;

return await SparkWorker.TryRunAsync(args, WorkerOperators.Create()) ? Environment.ExitCode : 2;
