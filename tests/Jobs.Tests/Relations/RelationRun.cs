using System.Text.Json;
using System.Text.Json.Nodes;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Relations;

/// <summary>A job run in a folder of its own, in this process.</summary>
internal sealed class RelationRun : IDisposable
{
    public TestFolder Folder { get; } = new();

    public string RunFolder => Folder.At("run");

    public async Task<RunSummary> RunAsync(JobSpec job, string run = "run")
    {
        Assert.Empty(job.Validate());
        var options = new RunOptions { JobFolder = Folder.Path, RunFolder = Folder.At(run) };
        return await Pipeline.RunAsync(job, options, SilentRunDisplay.Instance, TestContext.Current.CancellationToken);
    }

    /// <summary>The training table.</summary>
    public ReferenceTable Table(string run = "run") => ReferenceTable.Read(Folder.At(run, "table", "*.parquet"));

    public JsonNode Manifest(string run = "run") => JsonNode.Parse(File.ReadAllText(Folder.At(run, "manifest.json")))!;

    /// <summary>The manifest's reports of the steps.</summary>
    public string Joins(string run = "run") => JsonSerializer.Serialize(Manifest(run)["joins"], LedgerJson.Options);

    /// <summary>Full paths of the Parquet files in a folder of the run.</summary>
    public IReadOnlyList<string> Files(params string[] parts) =>
        Directory.Exists(Folder.At(["run", .. parts])) ? [.. Directory.GetFiles(Folder.At(["run", .. parts]), "*.parquet").Order(StringComparer.Ordinal)] : [];

    public void Dispose() => Folder.Dispose();
}
