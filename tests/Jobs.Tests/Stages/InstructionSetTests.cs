using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>
/// A whole job, each time in a process of its own with another part of the machine switched off: the bytes are the same. A second process with the same switches says what it
/// has; where that is no other than without them, the test proves nothing and is skipped.
/// </summary>
public class InstructionSetTests
{
    /// <summary>Old and new names of the switches; those that a library does not know do nothing.</summary>
    internal const string PlainLibrary = "glibc.cpu.hwcaps=-AVX2,-AVX2_Usable,-FMA,-FMA_Usable,-FMA4,-FMA4_Usable,-AVX512F,-AVX512F_Usable";

    private const string ResultVariable = "MILLRACE_TEST_RESULT";

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "0")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    [InlineData("GLIBC_TUNABLES", PlainLibrary)]
    public async Task A_run_without_them_has_the_same_bytes(string variable, string value)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var less = new Dictionary<string, string> { [variable] = value };
        var (has, hasLess) = (await WhatItHasAsync([], cancellationToken), await WhatItHasAsync(less, cancellationToken));
        Assert.SkipWhen(has == hasLess, $"{variable} changes nothing here: both have {has}");
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("all"));

        using var process = sandbox.Start("less", less);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        await output;

        Assert.Equal((0, ""), (process.ExitCode, await error));
        Assert.Equal(sandbox.ContentHashes("all"), sandbox.ContentHashes("less"));
        Assert.Equal(sandbox.Weights("all"), sandbox.Weights("less"));
    }

    /// <summary>What a child of the test above does: says the widest vectors of its runtime, and what its C library makes of 400,000 arguments.</summary>
    [Fact]
    public void Child_says_what_it_has()
    {
        var target = Environment.GetEnvironmentVariable(ResultVariable) ?? Path.GetTempFileName();
        var values = Enumerable.Range(0, 400_000).Select(i => Math.Exp(i / 7e4)).ToArray();
        var library = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<double>(values)))[..16];
        File.WriteAllText(target, $"{Width()} {library}");
        Assert.Equal(2, File.ReadAllText(target).Split(' ').Length);
    }

    private static string Width() => Vector512.IsHardwareAccelerated ? "512-bit" : Vector256.IsHardwareAccelerated ? "256-bit" : "128-bit";

    internal static async Task<string> WhatItHasAsync(Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var result = Path.GetTempFileName();
        var method = $"{typeof(InstructionSetTests).FullName}.{nameof(Child_says_what_it_has)}";
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(InstructionSetTests).Assembly.Location, "-method", method]) { RedirectStandardOutput = true };
        start.Environment[ResultVariable] = result;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var child = Process.Start(start)!;
        var output = await child.StandardOutput.ReadToEndAsync(cancellationToken);
        await child.WaitForExitAsync(cancellationToken);
        Assert.True(child.ExitCode == 0, output);
        var has = await File.ReadAllTextAsync(result, cancellationToken);
        File.Delete(result);
        return has;
    }
}
