using Millrace.Jobs.CommandLine;
using Millrace.Jobs.Progress;

namespace Millrace.Jobs.Tests.CommandLine;

/// <summary>Runs commands in this process, in a folder of its own.</summary>
internal sealed class CommandLineHarness : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public string Folder { get; } = Directory.CreateTempSubdirectory("millrace-").FullName;

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public RunJob Job { get; set; } = (job, options, display, _) =>
    {
        display.StageStarted("rows", $"seed {job.Seed}, {job.Run.Readers} readers, {job.Run.Ranks} ranks");
        return Task.FromResult(new RunSummary
        {
            Job = job.Name,
            Elapsed = TimeSpan.Zero,
            Rows = new RowCounts(0, 0, 0, 0),
            RunFolder = options.RunFolder,
            OpenFirst = Path.Combine(options.JobFolder, "report.html"),
        });
    };

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public Task<int> RunAsync(params IReadOnlyList<string> arguments) => RunAsync(TestContext.Current.CancellationToken, arguments);

    public Task<int> RunAsync(CancellationToken cancellationToken, params IReadOnlyList<string> arguments) => MillraceCommandLine.RunAsync(
        arguments,
        Job,
        new Terminal { Output = _output, Error = _error, WorkingFolder = Folder },
        cancellationToken);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
