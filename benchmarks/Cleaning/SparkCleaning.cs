using Millrace.Jobs.Cluster;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Rows;
using Millrace.Jobs.Survey;
using Millrace.Spark.Server;

namespace Millrace.Benchmarks.Cleaning;

/// <summary>The row stage in the executors of a Spark that runs already, <c>local[2,4]</c>. Borrows the server; owns its session and run folder.</summary>
internal sealed class SparkCleaning : IAsyncDisposable
{
    private readonly RunFolder _folder;
    private readonly SparkPlace _place;

    private SparkCleaning(RunFolder folder, SparkPlace place)
    {
        _folder = folder;
        _place = place;
    }

    /// <summary>Connects and probes, which is not measured.</summary>
    public static async Task<SparkCleaning> OpenAsync(SparkServer server, string output, SparkRead read, CancellationToken cancellationToken)
    {
        var folder = RunFolder.Open(output);
        var address = SparkAddress.Parse(server.Url)!;
        var place = new SparkPlace(new SparkOpening(folder, new RunSpec { Spark = new SparkSpec { Address = server.Url } }, SilentRunDisplay.Instance), address, read, folder, training: null);
        await place.OpenAsync(cancellationToken);
        return new SparkCleaning(folder, place);
    }

    /// <summary>Cleans a folder of trips; no share of an earlier run is used again.</summary>
    public async Task<RowsResult> RunAsync(string input, CancellationToken cancellationToken)
    {
        var snapshot = await new Surveyor(new SurveyOptions()).SurveyAsync(new InputSpec { Files = [input] }, input, cancellationToken);
        var folders = new RowsFolders(_folder.Place("clean"), _folder.Place("quarantine"), _folder.Place("converted"));
        var (result, _) = await new RowsStage(_place, SilentRunDisplay.Instance).RunAsync(
            new RowsRequest("rows", Guid.NewGuid().ToString("N"), CleaningRun.Work(snapshot), snapshot, folders), new StageScope(_folder), cancellationToken);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _place.DisposeAsync();
        _folder.Dispose();
    }
}
