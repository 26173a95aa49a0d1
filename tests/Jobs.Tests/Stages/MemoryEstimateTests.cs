using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>What <c>plan</c> says of memory is held against the peaks of a real run, in a process of its own.</summary>
public class MemoryEstimateTests
{
    private const double Factor = 2;

    [Theory]
    [InlineData(6_000, 1)]
    [InlineData(600_000, 2)]
    public async Task Every_stage_peaks_within_a_factor_of_two_of_its_estimate(int rows, int readers)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "peaks of single stages are known on Linux only");
        var cancellationToken = TestContext.Current.CancellationToken;
        using var sandbox = new JobSandbox();
        sandbox.Folder.Parquet("data/a.parquet", $"{JobSandbox.Trips} FROM range(0, {rows / 2}) t(i)");
        sandbox.Folder.Parquet("data/b.parquet", $"{JobSandbox.Trips} FROM range({rows / 2}, {rows}) t(i)");
        sandbox.JobText = sandbox.JobText.Replace("max_epochs: 6", "max_epochs: 2", StringComparison.Ordinal);

        using var process = sandbox.Start("run", "--readers", $"{readers}");
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal((0, ""), (process.ExitCode, await error));

        var peaks = sandbox.Manifest("run")["stages"]!.AsArray().ToDictionary(stage => (string)stage!["name"]!, stage => (long)stage!["peak_bytes"]!);
        var job = JobFile.Load(sandbox.Folder.At("job.yaml"));
        job = job with { Run = job.Run with { Readers = readers } };
        var plan = StagePlan.Of(job, await PlannedInputs.ReadAsync(job, sandbox.Folder.Path, cancellationToken));
        Assert.Equal(peaks.Keys, plan.Select(stage => stage.Name));
        var apart = plan.Select(stage => (stage.Name, Ratio: (double)peaks[stage.Name] / stage.Memory.Bytes)).Where(each => each.Ratio is < 1 / Factor or > Factor);
        Assert.True(!apart.Any(), string.Join(", ", apart.Select(each => FormattableString.Invariant($"{each.Name} peaks at {each.Ratio:0.00} of its estimate"))));
    }
}
