using System.Globalization;
using Millrace.Benchmarks.Cleaning;
using Millrace.Benchmarks.Clusters;
using Millrace.Benchmarks.Ratios;
using Millrace.Benchmarks.Running;
using Millrace.Benchmarks.Tabular;
using Millrace.Benchmarks.Training;
using Millrace.Benchmarks.Worth;
using Millrace.Spark.Worker;

if (args is [CleaningMemory.ChildCommand, var input, var output])
{
    return await CleaningMemory.RunChildAsync(input, output, Console.Out, CancellationToken.None);
}

if (args is [SpoolUnderLimit.ChildCommand, var spool, var how])
{
    return await SpoolUnderLimit.RunChildAsync(spool, how == "held", Console.Out, CancellationToken.None);
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

// Makes the generated rows of the large ratios, so that measuring does not have to.
if (args is ["data", var text] && long.TryParse(text, CultureInfo.InvariantCulture, out var rows))
{
    using var data = CleaningData.Generate(rows);
    Console.WriteLine(data.Input);
    return 0;
}

// benchmarks -- data ROWS | ratios [NAME] | worth [SEEDS] | tabular [SEEDS [MINUTES [FOLDER]]]
var (seeds, minutes) = (3, 10);
if (args is not ["ratios" or "worth" or "tabular", ..] || args.Length > (args[0] == "tabular" ? 4 : 2)
    || (args is ["worth" or "tabular", var given, ..] && (!int.TryParse(given, out seeds) || seeds < 1))
    || (args is ["tabular", _, var time, ..] && (!int.TryParse(time, out minutes) || minutes < 1)))
{
    Console.Error.WriteLine("usage: data ROWS | ratios [NAME] | worth [SEEDS] | tabular [SEEDS [MINUTES [FOLDER]]]");
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

if (args[0] == "tabular")
{
    return await TabularComparison.RunAsync(args.Length == 4 ? args[3] : null, seeds, TimeSpan.FromMinutes(minutes), Console.Out, stop.Token);
}

return await RatioRunner.RunAsync(RatioCatalog.All, args.Length == 2 ? args[1] : null, Console.Out, stop.Token);
