namespace Millrace.Jobs.Tests.Stages;

/// <summary>A whole job, each time in a process of its own with another part of the machine switched off: the bytes are the same.</summary>
public class InstructionSetTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512", "0")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    [InlineData("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX2,-AVX2_Usable,-FMA,-FMA_Usable,-FMA4,-AVX512F")]
    public async Task A_run_without_them_has_the_same_bytes(string variable, string value)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("all"));

        using var process = sandbox.Start("less", new Dictionary<string, string> { [variable] = value });
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        await output;

        Assert.Equal((0, ""), (process.ExitCode, await error));
        Assert.Equal(sandbox.ContentHashes("all"), sandbox.ContentHashes("less"));
        Assert.Equal(sandbox.Weights("all"), sandbox.Weights("less"));
    }
}
