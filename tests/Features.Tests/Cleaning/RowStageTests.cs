using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Cleaning;
using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Contracts;
using Millrace.Features.Hashing;
using static Millrace.Features.Tests.Cleaning.Batches;

namespace Millrace.Features.Tests.Cleaning;

public class RowStageTests
{
    private static readonly TableContract Taxi = new()
    {
        Columns =
        [
            Column("id", "int64") with { Nullable = false },
            Column("code", "string") with { Allowed = ["CMT", "VTS"] },
            Column("pax", "int32"),
            Column("seconds", "float64"),
            Column("fare", "float64") with { Nullable = false, Personal = true },
        ],
    };

    private static readonly CleaningStep[] Steps =
    [
        new NormaliseStep { Column = "code", Trim = true, Case = TextCase.Upper, Mapping = new Dictionary<string, string> { ["C"] = "CMT" } },
        new RuleStep { Name = "fare-positive", Check = "fare > 0", Otherwise = RuleAction.Quarantine },
        new RuleStep { Name = "fare-sane", Check = "fare > -10 and fare < 500", Otherwise = RuleAction.Quarantine },
        new RuleStep { Name = "pax", Check = "pax <= 6", Otherwise = RuleAction.Clip, Column = "pax", Max = "6" },
        new RuleStep { Name = "minutes", Check = "seconds >= 60", Otherwise = RuleAction.Replace, Column = "seconds", With = "seconds * 60.0" },
        new RuleStep { Name = "distance", Check = "seconds < 100000", Otherwise = RuleAction.SetNull, Column = "seconds" },
        new FillStep { Column = "pax", Value = "1" },
    ];

    [Fact]
    public void Clean_rows_have_the_layout_of_the_contract_and_every_step_applied()
    {
        using var result = Run(Source(), RowStageMode.Training, out _);
        var clean = result.Clean;
        Assert.Equal(["0", "2", "3", "5"], Values(clean, "id"));
        Assert.Equal(["CMT", "VTS", "CMT", null], Values(clean, "code"));
        Assert.Equal(["1", "6", "1", "2"], Values(clean, "pax"));
        Assert.Equal(["600", "61", null, null], Values(clean, "seconds"));
        Assert.Equal(["5", "6.5", "7", "9"], Values(clean, "fare"));
        Assert.Equal(["100", "102", "103", "105"], Values(clean, "_source_row"));
        Assert.All(((Int32Array)clean.Column("_source_file")).Values.ToArray(), ordinal => Assert.Equal(3, ordinal));
        var (hi, lo) = (new long[4], new long[4]);
        RowIdentity.Compute(clean, [0, 1, 2, 3, 4], hi, lo);
        Assert.Equal(hi, ((Int64Array)clean.Column("_hash_hi")).Values.ToArray());
        Assert.Equal(lo, ((Int64Array)clean.Column("_hash_lo")).Values.ToArray());
    }

    [Fact]
    public void A_quarantined_row_keeps_its_values_as_delivered_and_every_reason()
    {
        using var result = Run(Source(), RowStageMode.Training, out _);
        var quarantined = result.Quarantined!;
        Assert.Equal([" cmt", "xxx"], Values(quarantined, "code"));
        Assert.Equal(["-20", null], Values(quarantined, "fare"));
        Assert.Equal(["fare-positive fare-sane", "code:not_allowed fare:null"], Reasons(quarantined).Select(SortWords));
        Assert.Equal(["101", "104"], Values(quarantined, "_source_row"));
        Assert.Equal(["a/b.parquet", "a/b.parquet"], Values(quarantined, "_source_file"));
        var converted = result.QuarantinedConverted!;
        Assert.Equal(["CMT", null], Values(converted, "code"));
        Assert.Equal(["1", "4"], Values(converted, "id"));
        Assert.Equal(result.Clean.Schema.FieldsList.Select(field => field.Name), converted.Schema.FieldsList.Select(field => field.Name));
    }

    [Fact]
    public void Rows_of_another_quarantine_keep_what_was_said_of_them_under_another_name()
    {
        using var source = Source();
        using var again = Of([.. Enumerable.Range(0, source.ColumnCount).Select(c => (source.Schema.FieldsList[c].Name == "extra" ? "_Reasons" : source.Schema.FieldsList[c].Name, source.Column(c)))]);
        using var result = Run(again, RowStageMode.Training, out _);
        Assert.Equal(["b", "e"], Values(result.Quarantined!, "_Reasons_before"));
        Assert.Equal(["fare-positive fare-sane", "code:not_allowed fare:null"], Reasons(result.Quarantined!).Select(SortWords));
    }

    [Fact]
    public void Statistics_count_rows_reasons_faults_outcomes_and_changes()
    {
        using var result = Run(Source(), RowStageMode.Training, out var statistics);
        Assert.Equal((6, 4, 2), (statistics.RowsRead, statistics.RowsClean, statistics.RowsQuarantined));
        Assert.Equal(1, statistics.Reasons["fare-positive"]);
        Assert.Equal(1, statistics.Reasons["code:not_allowed"]);
        Assert.Equal(1, statistics.Faults["fare:null"]);
        Assert.Equal(new RuleCounts(4, 1, 1, 0), statistics.Rules["fare-positive"]);
        Assert.Equal(new RuleCounts(4, 1, 1, 0), statistics.Rules["pax"]);
        Assert.Equal(2, statistics.Changes["normalise-code/code"].Cells);
        Assert.Equal(1, statistics.Changes["minutes/seconds"].Cells);
        var change = Assert.Single(statistics.Changes["minutes/seconds"].Samples);
        Assert.Equal(("10", "600"), (change.Before, change.After));
        Assert.Equal(RowIdentity.ComputeContent(result.Clean, [0, 1, 2, 3, 4]), statistics.CleanContent);
        Assert.Equal(RowIdentity.ComputeContent(result.QuarantinedConverted!, [0, 1, 2, 3, 4]), statistics.QuarantinedContent);
    }

    [Fact]
    public void In_scoring_mode_no_row_leaves_and_what_would_have_failed_is_counted()
    {
        using var result = Run(Source(), RowStageMode.Scoring, out var statistics);
        Assert.Null(result.Quarantined);
        Assert.Equal(6, result.Clean.Length);
        Assert.Equal(["5", "-20", "6.5", "7", null, "9"], Values(result.Clean, "fare"));
        Assert.Equal(1, statistics.Reasons["fare-positive"]);
        Assert.Equal((6, 0), (statistics.RowsClean, statistics.RowsQuarantined));
    }

    [Fact]
    public void Values_of_personal_columns_are_masked_in_the_sample()
    {
        CleaningStep[] steps = [new RuleStep { Name = "cap", Check = "fare < 8", Otherwise = RuleAction.Clip, Column = "fare", Max = "8" }];
        var stage = RowStage.Compile(Taxi, steps);
        using var worker = stage.CreateWorker();
        using var source = Source();
        using var result = worker.Process(source, Origin, RowStageMode.Training);
        var change = Assert.Single(worker.TakeStatistics().Changes["cap/fare"].Samples);
        Assert.Equal(("***", "***"), (change.Before, change.After));
    }

    [Fact]
    public void An_unknown_check_is_never_passed_and_quarantines_where_the_rule_says_so()
    {
        CleaningStep[] steps =
        [
            new RuleStep { Name = "ratio", Check = "seconds / fare > 0", Otherwise = RuleAction.Count },
            new RuleStep { Name = "strict", Check = "seconds > 0", Otherwise = RuleAction.Count, WhenUnknown = UnknownAction.Quarantine },
        ];
        var contract = new TableContract { Columns = [Column("seconds", "float64"), Column("fare", "float64")] };
        using var worker = RowStage.Compile(contract, steps).CreateWorker();
        using var source = Of(("seconds", Doubles(1, null, 3)), ("fare", Doubles(0, 1, 1)));
        using var result = worker.Process(source, Origin, RowStageMode.Training);
        var statistics = worker.TakeStatistics();
        Assert.Equal(new RuleCounts(1, 0, 2, 1), statistics.Rules["ratio"]);
        Assert.Equal(["strict:unknown"], Reasons(result.Quarantined!));
        Assert.Equal(2, result.Clean.Length);
    }

    [Fact]
    public void A_replacement_that_does_not_fit_makes_the_cell_null_and_the_row_fail()
    {
        CleaningStep[] steps = [new RuleStep { Name = "double", Check = "false", Otherwise = RuleAction.Replace, Column = "a", With = "a * 2" }];
        var contract = new TableContract { Columns = [Column("a", "int8")] };
        using var worker = RowStage.Compile(contract, steps).CreateWorker();
        using var source = Of(("a", Longs(5, 100, null)));
        using var result = worker.Process(source, Origin, RowStageMode.Training);
        Assert.Equal(["10", null], Values(result.Clean, "a"));
        Assert.Equal(["double:no_value"], Reasons(result.Quarantined!));
        Assert.Equal(["100"], Values(result.Quarantined!, "a"));
    }

    [Fact]
    public void A_misspelling_becomes_the_one_nearest_entry_and_an_ambiguous_one_does_not()
    {
        CleaningStep[] steps = [new MapStep { Column = "c", Vocabulary = ["CASH", "CARD", "NONE"], MaxDistance = 1, Otherwise = UnmappedAction.SetNull }];
        var contract = new TableContract { Columns = [Column("c", "string")] };
        using var worker = RowStage.Compile(contract, steps).CreateWorker();
        using var source = Of(("c", Texts("CASH", "CSAH", "CARS", "CAS", "XXXX", null, "NNE")));
        using var result = worker.Process(source, Origin, RowStageMode.Training);
        Assert.Equal(["CASH", "CASH", "CARD", "CASH", null, null, "NONE"], Values(result.Clean, "c"));
        Assert.Equal(new RuleCounts(5, 1, 1, 0), worker.TakeStatistics().Rules["map-c"]);
    }

    [Fact]
    public void Columns_of_types_that_no_contract_reads_survive_in_quarantine()
    {
        var contract = new TableContract { Columns = [Column("a", "int64"), Column("t", "string")] };
        using var worker = RowStage.Compile(contract, []).CreateWorker();
        var times = new Time64Array.Builder(new Time64Type(TimeUnit.Microsecond)).Append(1).Append(2).Append(3).Build();
        var lists = new ListArray.Builder(StringType.Default);
        foreach (var text in new[] { "x", "y", "z" })
        {
            lists.Append();
            ((StringArray.Builder)lists.ValueBuilder).Append(text);
        }

        using var source = Of(("a", Doubles(1.5, 2, 2.5)), ("t", times), ("more", lists.Build()));
        using var result = worker.Process(source, Origin, RowStageMode.Training);
        var quarantined = result.Quarantined!;
        Assert.Equal(["a:fraction t:wrong_type", "t:wrong_type", "a:fraction t:wrong_type"], Reasons(quarantined));
        Assert.Equal([1L, 2L, 3L], ((Time64Array)quarantined.Column("t")).Values.ToArray());
        Assert.Equal(["[x]", "[y]", "[z]"], Values(quarantined, "more"));
        Assert.Equal(0, result.Clean.Length);
    }

    [Fact]
    public void Memory_is_back_where_it_was_after_success_and_after_failure()
    {
        var stage = RowStage.Compile(Taxi, Steps);
        using var worker = stage.CreateWorker();
        using var source = Source();
        var result = worker.Process(source, Origin, RowStageMode.Training);
        Assert.True(stage.Memory.Bytes > 0);
        using var taken = result.TakeClean();
        result.Dispose();
        Assert.True(stage.Memory.Bytes > 0);
        taken.Dispose();
        Assert.Equal(0, stage.Memory.Bytes);

        var bad = new RowOrigin { FileOrdinal = 0, Path = null!, FirstRow = 0 };
        Assert.ThrowsAny<Exception>(() => worker.Process(source, bad, RowStageMode.Training));
        Assert.Equal(0, stage.Memory.Bytes);
    }

    private static string SortWords(string words) => string.Join(' ', words.Split(' ').Order(StringComparer.Ordinal));

    private static RowStageResult Run(RecordBatch source, RowStageMode mode, out RowStageStatistics statistics)
    {
        using var worker = RowStage.Compile(Taxi, Steps).CreateWorker();
        using (source)
        {
            var result = worker.Process(source, Origin, mode);
            statistics = worker.TakeStatistics();
            return result;
        }
    }

    private static RecordBatch Source() => Of(
        ("id", Longs(0, 1, 2, 3, 4, 5)),
        ("fare", Doubles(5, -20, 6.5, 7, null, 9)),
        ("code", Texts("CMT", " cmt", "vts ", "c", "xxx", null)),
        ("pax", Longs(1, 2, 9, null, 4, 2)),
        ("seconds", Doubles(10, 70, 61, 1e6, 80, null)),
        ("extra", Texts("a", "b", "c", "d", "e", "f")));
}
