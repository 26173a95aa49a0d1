using Millrace.Benchmarks.Clusters;
using Millrace.Benchmarks.Ratios;
using Millrace.Benchmarks.Running;
using Millrace.Benchmarks.Worth;
using Millrace.Spark.Worker;

if (args is [CleaningMemory.ChildCommand, var input, var output])
{
    return await CleaningMemory.RunChildAsync(input, output, Console.Out, CancellationToken.None);
}

// Started by Spark: the worker of the ratios that run in executors, or the one that they are measured against.
if (args is [EchoWorker.Command, ..])
{
    await using var stdin = Console.OpenStandardInput();
    await using var stdout = Console.OpenStandardOutput();
    await EchoWorker.RunAsync(stdin, stdout);
    return 0;
}

if (await SparkWorker.TryRunAsync(args, BenchmarkOperators.Registry))
{
    return Environment.ExitCode;
}

// benchmarks -- ratios [NAME] | worth [SEEDS]
var seeds = 3;
if (args is not ["ratios" or "worth", ..] || args.Length > 2 || (args is ["worth", var given] && (!int.TryParse(given, out seeds) || seeds < 1)))
{
    Console.Error.WriteLine("usage: ratios [NAME] | worth [SEEDS]");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

if (args[0] == "worth")
{
    return await WorthOfCleaning.RunAsync("samples", seeds, Console.Out, stop.Token);
}

return await RatioRunner.RunAsync(RatioCatalog.All, args.Length == 2 ? args[1] : null, Console.Out, stop.Token);
