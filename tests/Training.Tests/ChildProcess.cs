using System.Diagnostics;
using Millrace.Training.Lanes;
using Millrace.Training.Ranks;

namespace Millrace.Training.Tests;

/// <summary>
/// The test executable as a child: <c>rank</c> is a rank process, <c>train</c> a whole run that a test kills.
/// </summary>
internal static class ChildProcess
{
    public static string[] Command { get; } = File.Exists(Executable) ? [Executable] : ["dotnet", Executable + ".dll"];

    private static string Executable => Path.Combine(AppContext.BaseDirectory, "Millrace.Training.Tests");

    /// <summary>The exit code of a child, or null where <paramref name="args"/> are for the test runner.</summary>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        if (args is ["train", var folder, var ranks, var mode])
        {
            return await TrainAsync(folder, int.Parse(ranks), Enum.Parse<RankMode>(mode));
        }

        if (args is ["hash", var network, var count])
        {
            return await HashCase.RunChildAsync(network, int.Parse(count), Console.Out);
        }

        return await RankProcess.TryRunAsync(args, Console.OpenStandardInput(), Console.OpenStandardOutput(), CancellationToken.None);
    }

    /// <summary>Starts a child that trains the hard case from the lanes in <paramref name="folder"/>, resuming what is there.</summary>
    public static Process StartTraining(string folder, int ranks, RankMode mode, IReadOnlyDictionary<string, string>? environment = null) =>
        Start(["train", folder, ranks.ToString(), mode.ToString()], environment ?? new Dictionary<string, string>());

    /// <summary>Starts a child with arguments and additions to its environment.</summary>
    public static Process Start(string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in Command.Skip(1).Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task<int> TrainAsync(string folder, int ranks, RankMode mode)
    {
        var common = new LaneStoreOptions { Folder = folder };
        using var train = await LaneStore.OpenAsync(common with { Run = "train" }, CancellationToken.None);
        using var validation = await LaneStore.OpenAsync(common with { Run = "validation" }, CancellationToken.None);
        var options = TrainingCase.Options(folder) with { Ranks = ranks, Mode = mode };
        var result = await Trainer.RunAsync(TrainingCase.LongPlan, train, validation, options, null, CancellationToken.None);
        var plan = TrainingCase.Plan;
        var path = Millrace.Training.Networks.Network.Build(plan.Network, plan.Input, plan.Targets).CreateWorkspace(1).Path;
        Console.WriteLine($"sha={result.WeightsSha256} resumed={result.ResumedFromStep} steps={result.Steps} path={path}");
        return 0;
    }
}
