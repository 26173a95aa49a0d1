using System.Diagnostics;
using System.Text.Json.Nodes;
using Millrace.Jobs.CommandLine;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>A folder with dirty trips and a job over them; runs it in this process or in one of its own.</summary>
internal sealed class JobSandbox : IDisposable
{
    /// <summary>6,000 trips with dirt in every hundredth row and 60 rows twice: all of it follows from the row's number.</summary>
    public const string Trips = """
        SELECT i AS trip, CASE (i * 7919) % 5 WHEN 0 THEN 'Bronx' WHEN 1 THEN ' bronx' WHEN 2 THEN 'Queens' WHEN 3 THEN 'QUEENS' ELSE 'Kings' END AS borough,
          CASE WHEN i % 100 = 7 THEN -1.0 ELSE 1.0 + ((i * 104729) % 2000) / 100.0 END AS miles,
          CASE WHEN i % 50 = 3 THEN NULL ELSE (3 + (i * 15485863) % 45)::INTEGER END AS minutes,
          TIMESTAMP '2013-01-01' + to_seconds(i * 977) AS pickup,
          2.5 + 2.5 * (1.0 + ((i * 104729) % 2000) / 100.0) + ((i * 611953) % 100) / 50.0 AS fare
        """;

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public TestFolder Folder { get; } = new();

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public string JobText { get; set; } = """
        name: trips
        input: data
        contract:
          trip: int64
          borough: { type: string, allowed: [BRONX, QUEENS, KINGS] }
          miles: { type: float64, unit: miles }
          minutes: { type: int32, nullable: true }
          pickup: timestamp_local
          fare: { type: float64, unit: USD }
        cleaning:
          - normalise: { column: borough, trim: true, case: upper }
          - rule: { name: miles-positive, check: miles > 0, otherwise: quarantine }
        duplicates: { by: [trip] }
        split: { kind: hash, validation: 0.2, test: 0.2 }
        features:
          label: fare
          ignore: [trip]
          columns:
            borough: one_hot
            miles: [ { impute: median, flag: true }, quantile_normal ]
            minutes: [ { impute: mean, flag: true }, standardise ]
            pickup: { calendar: { parts: [hour, weekday] } }
        network:
          layers: [ { dense: { units: 16, activation: relu } }, { dropout: { rate: 0.1 } }, { dense: { units: 8, activation: tanh } } ]
        training:
          task: regression
          optimizer: { adamw: { rate: 0.01, clip_norm: 1.0, average_decay: 0.99 } }
          batch_rows: 250
          max_epochs: 6
          early_stopping: { patience: 2 }
        baselines: { linear: true, lightgbm: false }
        """;

    /// <summary>The trips in three files.</summary>
    public JobSandbox WithTrips()
    {
        Folder.Parquet("data/a.parquet", $"{Trips} FROM range(0, 2500) t(i)");
        Folder.Parquet("data/b.parquet", $"{Trips} FROM range(2500, 6000) t(i)");
        Folder.Parquet("data/c.parquet", $"{Trips} FROM range(100, 160) t(i)");
        return this;
    }

    /// <summary>The job ends with clean rows.</summary>
    public JobSandbox OnlyCleaning()
    {
        JobText = JobText[..JobText.IndexOf("split:", StringComparison.Ordinal)];
        return this;
    }

    /// <summary>The same trips again and again, so that the first stages take their time and the later ones do not.</summary>
    public JobSandbox WithTripsAgainAndAgain(int rows)
    {
        Folder.Parquet("data/a.parquet", $"{Trips} FROM (SELECT r % 6000 AS i FROM range(0, {rows / 2}) s(r)) t", ", ROW_GROUP_SIZE 20480");
        Folder.Parquet("data/b.parquet", $"{Trips} FROM (SELECT r % 6000 AS i FROM range({rows / 2}, {rows}) s(r)) t", ", ROW_GROUP_SIZE 20480");
        return this;
    }

    public Task<int> RunAsync(string run, params IReadOnlyList<string> more) => RunAsync(run, TestContext.Current.CancellationToken, more);

    public async Task<int> RunAsync(string run, CancellationToken cancellationToken, params IReadOnlyList<string> more)
    {
        _output.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        var terminal = new Terminal { Output = _output, Error = _error, WorkingFolder = Folder.Path };
        return await MillraceCommandLine.RunAsync(["run", WriteJob(), "--out", Folder.At(run), .. more], RunJob, terminal, cancellationToken);
    }

    /// <summary>What runs the job; a test may watch or disturb it here.</summary>
    public RunJob RunJob { get; init; } = Pipeline.RunAsync;

    /// <summary>Whether processes are started each as the first of a group, so that a signal can be sent to all of a run.</summary>
    public bool InGroupOfItsOwn { get; init; }

    /// <summary>Runs any command in this process; paths start in the sandbox.</summary>
    public async Task<int> CommandAsync(params IReadOnlyList<string> arguments)
    {
        _output.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        var terminal = new Terminal { Output = _output, Error = _error, WorkingFolder = Folder.Path };
        return await MillraceCommandLine.RunAsync(arguments, Pipeline.RunAsync, terminal, TestContext.Current.CancellationToken);
    }

    /// <summary>The command line in a process of its own; the caller waits for it or kills it.</summary>
    public Process Start(string run, params IReadOnlyList<string> more) => Start(run, new Dictionary<string, string>(), more);

    /// <summary>The same with more in its environment.</summary>
    public Process Start(string run, IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> more)
    {
        var start = new ProcessStartInfo(InGroupOfItsOwn ? "setsid" : "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[.. InGroupOfItsOwn ? ["dotnet"] : Array.Empty<string>(), "exec", Path.Combine(AppContext.BaseDirectory, "millrace.dll"), "run", WriteJob(), "--out", Folder.At(run), .. more])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits until a run of another process has trained an epoch.</summary>
    public async Task TrainsAsync(string run, Process process, CancellationToken cancellationToken)
    {
        var metrics = new FileInfo(Folder.At(run, "metrics.jsonl"));
        while (!metrics.Exists || metrics.Length == 0)
        {
            Assert.False(process.HasExited, "the run ended before it trained an epoch");
            await Task.Delay(5, cancellationToken);
            metrics.Refresh();
        }
    }

    /// <summary>Waits for a process that was started here and checks that it did its job.</summary>
    public static async Task EndsWellAsync(Process process, CancellationToken cancellationToken)
    {
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        await output;
        Assert.Equal((0, ""), (process.ExitCode, await error));
    }

    public JsonNode Manifest(string run) => JsonNode.Parse(File.ReadAllText(Folder.At(run, "manifest.json")))!;

    public string Weights(string run) => (string)Manifest(run)["model"]!["weights_sha256"]!;

    /// <summary>Content hashes of all data outputs, by name.</summary>
    public SortedDictionary<string, string> ContentHashes(string run) => new(
        Manifest(run)["outputs"]!.AsObject()
            .ToDictionary(output => output.Key, output => (string)output.Value!["content_hash"]!),
        StringComparer.Ordinal);

    public void Dispose()
    {
        Folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    /// <summary>The job file as it stands now; its full path.</summary>
    public string WriteJob() => Folder.Text("job.yaml", JobText);
}
