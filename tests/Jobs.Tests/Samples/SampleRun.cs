using System.Text.Json.Nodes;
using Millrace.Jobs.CommandLine;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Samples;

/// <summary>One run of a sample as a user starts it, whole, for all tests of a class. The sample's own files are read; the run folder is removed with the fixture.</summary>
public abstract class SampleRun(string sample) : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    /// <summary>The sample's job file.</summary>
    public string JobFile { get; } = Path.Combine(Repository.Root(), "samples", sample + ".yaml");

    /// <summary>What the run printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>What <c>plan</c> printed before it.</summary>
    public string Plan { get; private set; } = "";

    /// <summary>The report.</summary>
    public string Report { get; private set; } = "";

    /// <summary>The manifest, as a script reads it.</summary>
    public JsonNode Manifest { get; private set; } = new JsonObject();

    internal RunSummary Summary { get; private set; } = null!;

    /// <summary>A file of the run folder.</summary>
    public string At(params string[] names) => _folder.At(["run", .. names]);

    /// <summary>The rows of a folder of the run, for a query.</summary>
    public string Table(string folder) => $"read_parquet('{At(folder)}/*.parquet', union_by_name = true)";

    /// <summary>A file beside the sample, for a query.</summary>
    public string Data(string relative) => $"'{Path.Combine(Path.GetDirectoryName(JobFile)!, "data", relative)}'";

    public async ValueTask InitializeAsync()
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal { Output = output, Error = error, WorkingFolder = _folder.Path };
        var cancellationToken = TestContext.Current.CancellationToken;
        Assert.True(await MillraceCommandLine.RunAsync(["plan", JobFile], null, terminal, cancellationToken) == 0, error.ToString());
        Plan = output.ToString();
        output.GetStringBuilder().Clear();
        var code = await MillraceCommandLine.RunAsync(
            ["run", JobFile, "--out", At()],
            async (job, options, display, token) => Summary = await Pipeline.RunAsync(job, options, display, token),
            terminal,
            cancellationToken);
        Assert.True(code == 0, error.ToString());
        Output = output.ToString();
        Manifest = JsonNode.Parse(await File.ReadAllTextAsync(At("manifest.json"), cancellationToken))!;
        Report = await File.ReadAllTextAsync(At("report.html"), cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
