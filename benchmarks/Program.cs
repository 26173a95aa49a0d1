using Millrace.Benchmarks.Ratios;
using Millrace.Benchmarks.Running;

// benchmarks -- ratios [NAME]
if (args is not ["ratios", ..] || args.Length > 2)
{
    Console.Error.WriteLine("usage: ratios [NAME]");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

return await RatioRunner.RunAsync(RatioCatalog.All, args.Length == 2 ? args[1] : null, Console.Out, stop.Token);
