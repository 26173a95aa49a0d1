namespace Millrace.Jobs.Tests.CommandLine;

public sealed class WrongUseTests : IDisposable
{
    private readonly CommandLineHarness _harness = new();

    [Theory]
    [InlineData("", "Required command was not provided.\nsee millrace --help\n")]
    [InlineData("run", "Required argument missing for command: 'run'.\nsee millrace --help\n")]
    [InlineData("run a.yaml --ranks two", "--ranks: has to be a whole number, but is `two`; write for example `--ranks 2`\nsee millrace --help\n")]
    [InlineData("run a.yaml", "a.yaml: there is no such file; give the path of a job file\n")]
    [InlineData("plan .", ".: is a folder; give the path of a job file\n")]
    [InlineData("survey nowhere/a.yaml", "nowhere/a.yaml: there is no such file; give the path of a job file\n")]
    public async Task Ends_with_2_and_says_what_to_do(string arguments, string error)
    {
        var code = await _harness.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, error), (code, _harness.Error));
        Assert.Empty(_harness.Output);
    }

    [Fact]
    public async Task An_empty_run_folder_is_no_folder()
    {
        Assert.Equal(2, await _harness.RunAsync("run", "a.yaml", "--out", ""));
        Assert.Contains("--out is empty: name a folder", _harness.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_is_named()
    {
        Assert.Equal(2, await _harness.RunAsync("rum", "a.yaml"));
        Assert.Contains("'rum'", _harness.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_version_end_with_0()
    {
        Assert.Equal(0, await _harness.RunAsync("--help"));
        Assert.Equal(0, await _harness.RunAsync("--version"));
        Assert.Contains("run <JOB.yaml>", _harness.Output, StringComparison.Ordinal);
        Assert.Contains("0.1.0", _harness.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _harness.Dispose();
}
