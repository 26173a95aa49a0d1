using Millrace.Spark.Worker;
using Millrace.Spark.WorkerApp;

return await SparkWorker.TryRunAsync(args, TestOperators.Registry) ? Environment.ExitCode : await SubmittedProgram.RunAsync(args);
