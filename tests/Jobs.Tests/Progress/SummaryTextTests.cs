using Millrace.Jobs.Progress;

namespace Millrace.Jobs.Tests.Progress;

public class SummaryTextTests
{
    private static readonly RunSummary Summary = new()
    {
        Job = "taxi-fare",
        Elapsed = TimeSpan.FromSeconds(17.4),
        Rows = new RowCounts(100_000, 97_000, 2_000, 1_000),
        BadFiles = [new ReasonCount("part-3.parquet: ends before its footer", 1)],
        QuarantinedByReason = [new ReasonCount("fare-positive", 1_500), new ReasonCount("trip_id:null", 600)],
        CellChanges = [new CellChangeCount("pax", "passenger_count", 12)],
        PlantedDirt = [new DirtRecovery("negative fare", 1_500, 1_500, 1_480), new DirtRecovery("near duplicate", 10, 0, 0)],
        Quality = new ModelQuality
        {
            TestRows = 15_000,
            DecidingMetric = "mae",
            LowerIsBetter = true,
            Models =
            [
                new ModelScore("network", [new("mae", 0.5123), new("rmse", 2.25)]),
                new ModelScore("linear", [new("mae", 0.9), new("rmse", 3.0)]),
                new ModelScore("lightgbm", [new("mae", 0.52)]),
            ],
            NetworkEarnedItsPlace = true,
            ShareOfTheTreesGain = 1.0203,
            BaselineTrainingRows = 50_000,
        },
        Findings = [new Finding(FindingSeverity.Note, "rows", "2 columns are not in the contract."), new Finding(FindingSeverity.Warning, "survey", "A file was left out.")],
        RunFolder = "/runs/taxi-fare",
        OpenFirst = "/runs/taxi-fare/report.html",
    };

    [Fact]
    public void A_run_is_told_in_words() => Assert.Equal(
        """

        taxi-fare: done in 17 s.

        Rows         100,000 read, 97,000 clean, 2,000 quarantined (2 %), 1,000 duplicates removed
        Left out     part-3.parquet: ends before its footer
        Quarantined      1,500 rows  fare-positive
                           600 rows  trip_id:null
        Changed             12 cells  passenger_count, by pax

        Planted dirt                   planted  precision   recall
        negative fare                    1,500     98.7 %   98.7 %
        near duplicate                      10          –      0 %

        On all 15,000 test rows with a label:
                                 mae          rmse
        network               0.5123        2.2500
        linear                0.9000        3.0000
        lightgbm              0.5200             –
        The baselines were trained on the 50,000 training rows of smallest keyed hash, not on all.
        (linear - network) / (linear - trees) = 1.02
        The network earned its place: its mae is better than every baseline's.

        Warning      A file was left out.
        Note         2 columns are not in the contract.

        Run folder   /runs/taxi-fare
        Open first   /runs/taxi-fare/report.html

        """,
        Text(Summary));

    [Fact]
    public void A_network_that_loses_is_told_so()
    {
        var quality = Summary.Quality! with { NetworkEarnedItsPlace = false, Models = [new ModelScore("network", [new("auc", 0.7)]), new ModelScore("linear", [new("auc", 0.6)]), new ModelScore("lightgbm", [new("auc", 0.8)])], DecidingMetric = "auc", LowerIsBetter = false };

        Assert.Contains("The network did not earn its place: by auc it is not better than lightgbm, or not by more than chance.", Text(Summary with { Quality = quality }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_change_and_without_model_says_both()
    {
        var text = Text(Summary with { NothingToDo = true, Quality = null, PlantedDirt = [], Findings = [] });

        Assert.StartsWith("\ntaxi-fare: nothing has changed since the last run, so nothing was done.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("test rows", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_lists_end_with_how_much_was_left_out() => Assert.Contains(
        "... and 3 more, in the report",
        Text(Summary with { QuarantinedByReason = [.. Enumerable.Range(0, 15).Select(i => new ReasonCount($"rule-{i}", 15 - i))] }),
        StringComparison.Ordinal);

    private static string Text(RunSummary summary)
    {
        var output = new StringWriter { NewLine = "\n" };
        SummaryText.Write(summary, output);
        return output.ToString();
    }
}
