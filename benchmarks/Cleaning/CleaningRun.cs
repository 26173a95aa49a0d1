using System.Globalization;
using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Contracts;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Rows;
using Millrace.Jobs.Survey;

namespace Millrace.Benchmarks.Cleaning;

/// <summary>The product's own row stage over the generated trips: five rules, two readers, everything it writes.</summary>
internal static class CleaningRun
{
    public const int Readers = 2;

    private static readonly TableContract Contract = new()
    {
        Columns =
        [
            Column("trip_id", "int64"), Column("vendor", "string"), Column("passengers", "int32"), Column("distance", "float64"),
            Column("seconds", "float64"), Column("fare", "float64"), Column("payment", "string"), Column("pickup", "timestamp_local"),
        ],
    };

    private static readonly CleaningStep[] Steps =
    [
        Quarantine("fare-positive", "fare > 0.0"),
        Quarantine("distance-sane", "distance < 200.0"),
        Quarantine("duration-sane", "seconds > 0.0 and seconds < 86400.0"),
        new RuleStep { Name = "passengers", Check = "passengers <= 6", Otherwise = RuleAction.Clip, Column = "passengers", Max = "6" },
        Quarantine("speed-sane", "distance * 3600.0 <= seconds * 120.0"),
    ];

    /// <summary>Cleans a folder of trips.</summary>
    /// <param name="input">The folder.</param>
    /// <param name="output">The run folder; its clean and quarantine folders are emptied first.</param>
    /// <param name="cancellationToken">Stops within a batch.</param>
    public static async Task<RowsResult> RunAsync(string input, string output, CancellationToken cancellationToken)
    {
        using var folder = RunFolder.Open(output);
        var snapshot = await new Surveyor(new SurveyOptions()).SurveyAsync(new InputSpec { Files = [input] }, input, cancellationToken);
        await using var engine = EmbeddedEngine.Open(new EngineOptions { TempFolder = folder.Temporary });
        var folders = new RowsFolders(folder.Place("clean"), folder.Place("quarantine"), folder.Place("converted"));
        await using var place = new EmbeddedPlace(engine, folder, Readers);
        var (result, _) = await new RowsStage(place, SilentRunDisplay.Instance).RunAsync(
            new RowsRequest("rows", "", Work(snapshot), snapshot, folders), new StageScope(folder), cancellationToken);
        return result;
    }

    /// <summary>The five rules as work.</summary>
    public static RowsWork Work(Snapshot snapshot) => RowsWork.Of(
        new JobSpec { Name = "cleaning", Input = snapshot.Spec, Contract = Contract, Cleaning = Steps }, isScoring: false, withProfile: true);

    /// <summary>What a run made, for comparing runs.</summary>
    public static string Describe(RowsResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"{result.Clean}-{result.Quarantined}-{result.CleanContentHash}");

    private static ColumnContract Column(string name, string type) => new() { Name = name, Type = ColumnType.Parse(type) };

    private static RuleStep Quarantine(string name, string check) => new() { Name = name, Check = check, Otherwise = RuleAction.Quarantine };
}
