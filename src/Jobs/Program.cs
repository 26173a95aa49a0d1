using Millrace.Jobs.Cluster.Executors;
using Millrace.Jobs.CommandLine;
using Millrace.Jobs.Stages;
using Millrace.Spark.Worker;
using Millrace.Training.Ranks;

// The same executable is the worker in Spark's executors: Spark starts it as its Python.
if (await SparkWorker.TryRunAsync(args, JobOperators.Create()))
{
    return Environment.ExitCode;
}

// And it is a rank process when the trainer starts it as one; its streams then carry protocol.
if (args is [RankProcess.Command])
{
    using var signals = new SignalsLeftToParent();
    await using var input = StandardStreams.OpenInput();
    await using var output = StandardStreams.OpenOutput();
    return await RankProcess.TryRunAsync(args, input, output, CancellationToken.None) ?? ExitCode.WrongUse;
}

return await MillraceCommandLine.RunAsync(args, Pipeline.RunAsync);
