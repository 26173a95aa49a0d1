using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;
using Millrace.Training.Tests.Networks;

namespace Millrace.Training.Tests.Kernels;

/// <summary>
/// The same bytes with AVX-512, with AVX2 and with neither: each in a process of its own with the runtime's switches, which
/// trains every network for some steps and writes which path ran and the hash of all weights.
/// </summary>
public class InstructionSetTests
{
    private const string ResultVariable = "MILLRACE_TEST_RESULT";

    [Fact]
    public async Task Processes_with_fewer_instructions_give_the_same_weights()
    {
        var (path, hash) = await ChildAsync([]);
        var (path256, hash256) = await ChildAsync([("DOTNET_EnableAVX512", "0")]);
        var (path128, hash128) = await ChildAsync([("DOTNET_EnableAVX2", "0")]);
        var paths = new[] { path, path256, path128 };
        Assert.SkipWhen(paths.Distinct().Count() < 3, $"This machine does not have three paths: {string.Join(", ", paths)}.");
        Assert.Equal(hash, hash256);
        Assert.Equal(hash, hash128);
    }

    [Fact]
    public void Child_trains_and_writes_its_hash()
    {
        var target = Environment.GetEnvironmentVariable(ResultVariable) ?? Path.GetTempFileName();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in NetworkCases.Names)
        {
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(Train(name)));
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{Millrace.Training.Kernels.Kernels.Widest} {Convert.ToHexString(hash.GetHashAndReset())}");
        File.WriteAllText(target, text);
        Assert.Equal(2, File.ReadAllText(target).Split(' ').Length);
    }

    private static float[] Train(string name)
    {
        var (network, step) = NetworkCases.Create(name);
        var parameters = new float[network.Layout.Count];
        network.Initialize(5, parameters);
        var start = (float[])parameters.Clone();
        var (workspace, gradient, sums) = (network.CreateWorkspace(61), new float[parameters.Length], new StepSums(network));
        var optimizer = new Optimizer(new AdamWSpec { WeightDecay = 0.01, ClipNorm = 0.05, AverageDecay = 0.9 }, network.Layout);
        var state = optimizer.CreateState(parameters);
        var clipped = 0;
        for (var at = 0; at < 5; at++)
        {
            network.ForwardBackward(step.All, parameters, workspace, gradient, sums);
            clipped += optimizer.Step(network, sums, parameters, gradient, state, 0.01).Clipped ? 1 : 0;
        }

        Assert.NotEqual(start, parameters);
        Assert.True(clipped > 0, $"{name}: nothing was clipped");
        return [.. parameters, .. state.Averages];
    }

    private static async Task<(string Path, string Hash)> ChildAsync((string Name, string Value)[] switches)
    {
        var result = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
            var method = $"{typeof(InstructionSetTests).FullName}.{nameof(Child_trains_and_writes_its_hash)}";
            foreach (var argument in new[] { "exec", typeof(InstructionSetTests).Assembly.Location, "-method", method })
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment[ResultVariable] = result;
            foreach (var (name, value) in switches)
            {
                start.Environment[name] = value;
            }

            using var child = Process.Start(start)!;
            var outputs = await Task.WhenAll(child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
            await child.WaitForExitAsync();
            var parts = (await File.ReadAllTextAsync(result)).Split(' ');
            Assert.True(child.ExitCode == 0 && parts.Length == 2, string.Concat(outputs));
            return (parts[0], parts[1]);
        }
        finally
        {
            File.Delete(result);
        }
    }
}
