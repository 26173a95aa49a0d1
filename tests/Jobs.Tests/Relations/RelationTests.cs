using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Labels;
using Millrace.Features.Encoders.Numbers;
using Millrace.Features.Splitting;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Relations;
using Millrace.Jobs.Survey;
using Millrace.Training.Networks;

namespace Millrace.Jobs.Tests.Relations;

public class RelationTests
{
    private const string Orders = "SELECT * FROM (VALUES (1, 'a', 10, 5.25), (2, 'b', 20, 1.5), (3, 'c', 30, 2.0), (4, NULL, 40, -1.0)) t(id, customer, moment, price)";

    private static readonly AggregateSpec SumOfPrice = new SumAggregateSpec { Column = "price" };

    [Fact]
    public async Task A_join_that_multiplies_rows_stops_the_run_and_says_how_many()
    {
        using var run = Prepare("SELECT * FROM (VALUES ('a', 1, 1), ('a', 2, 1), ('z', 3, 1)) t(customer, score, known)");
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => run.RunAsync(Job(Join())));
        Assert.Contains("'join customers' finds more than one row of customers for 1 rows, up to 2", failure.Message, StringComparison.Ordinal);
        Assert.Contains("fan_out: allow", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(run.Folder.At("run", "manifest.json")));
    }

    [Fact]
    public async Task Where_it_is_allowed_the_report_tells_the_fan_out_and_the_orphans()
    {
        using var run = Prepare("SELECT * FROM (VALUES ('a', 1, 1), ('a', 2, 1), ('z', 3, 1)) t(customer, score, known)");
        var summary = await run.RunAsync(Job(Join() with { FanOut = FanOut.Allow }));
        var join = run.Manifest()["joins"]![0]!;
        Assert.Equal((3, 4, 1, 2), ((long)join["rows_before"]!, (long)join["rows_after"]!, (long)join["matched"]!, (long)join["most_matches"]!));
        Assert.Equal((2.0, 2, 1), ((double)join["fan_out"]!, (long)join["orphan_keys"]!, (long)join["other_orphan_keys"]!));
        Assert.Equal(["1|1", "1|2", "2|null", "3|null"], run.Table().Lines(["id", "score"]));
        Assert.Contains("33.3 % of 3 rows matched", Assert.Single(summary.Joins).Words, StringComparison.Ordinal);
        Assert.Contains("1 of its 2 keys were not asked for", summary.Joins[0].Words, StringComparison.Ordinal);
        Assert.Contains("How the tables met", File.ReadAllText(run.Folder.At("run", "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_later_than_the_labels_time_stops_the_run()
    {
        using var run = Prepare("SELECT * FROM (VALUES ('a', 1, 11), ('b', 2, 20)) t(customer, score, known)");
        var job = Job(Join());
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => run.RunAsync(job with { Relation = job.Relation! with { Time = "at" } }));
        Assert.Contains("'join customers' brings to 1 rows what was not known at their time", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_known_in_time_passes_and_says_that_it_was_checked()
    {
        using var run = Prepare("SELECT * FROM (VALUES ('a', 1, 10), ('b', 2, 20)) t(customer, score, known)");
        var job = Job(Join());
        await run.RunAsync(job with { Relation = job.Relation! with { Time = "at" } });
        Assert.True((bool)run.Manifest()["joins"]![0]!["times_checked"]!);
    }

    [Fact]
    public async Task A_quarantined_row_is_joined_for_the_test_and_tells_others_nothing()
    {
        using var run = Prepare("SELECT * FROM (VALUES ('a', 7, 1)) t(customer, score, known)");
        var window = new WindowStep { Time = "at", WithTime = "at", Over = TimeSpan.FromHours(1), Equal = true, Values = new Dictionary<string, AggregateSpec> { ["total"] = SumOfPrice } };
        var summary = await run.RunAsync(Learning(Job(Join(), window)));
        Assert.Single(summary.Findings, finding => finding.Text.StartsWith("windows over time with a split by hash", StringComparison.Ordinal));
        Assert.Equal(["1|7|5.25", "2|null|6.75", "3|null|8.75"], run.Table().Lines(["id", "score", "total"]));
        var quarantined = ReferenceTable.Read(run.Folder.At("run", "work", "table_quarantined", "*.parquet"));
        Assert.Equal(["4|null|8.75"], quarantined.Lines(["id", "score", "total"]));
        Assert.Equal(3, (long)run.Manifest()["rows"]!["table"]!);
    }

    [Fact]
    public async Task Sums_beyond_an_int64_go_through_decimals()
    {
        using var run = new RelationRun();
        var huge = long.MaxValue / 2;
        run.Folder.Parquet("orders.parquet", Typed(Orders));
        run.Folder.Parquet("customers.parquet", $"SELECT customer, score::BIGINT AS score, make_timestamptz(1::BIGINT) AS known FROM (VALUES ('a', {huge}), ('a', {huge}), ('a', {huge}), ('b', {-huge})) t(customer, score)");
        var group = new GroupStep
        {
            Of = "customers",
            By = ["customer"],
            Values = new Dictionary<string, AggregateSpec> { ["mean"] = new MeanAggregateSpec { Column = "score" }, ["n"] = new CountAggregateSpec() },
        };
        await run.RunAsync(Job(group, Join() with { Take = new Dictionary<string, string> { ["mean"] = "mean", ["n"] = "n" } }));
        Assert.Equal([$"1|{(double)huge:R}|3", $"2|{-(double)huge:R}|1", "3|null|null"], run.Table().Lines(["id", "mean", "n"]));

        var sum = group with { Values = new Dictionary<string, AggregateSpec> { ["mean"] = new SumAggregateSpec { Column = "score" }, ["n"] = new CountAggregateSpec() } };
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => run.RunAsync(Job(sum, Join() with { Take = new Dictionary<string, string> { ["total"] = "mean" } })));
        Assert.Contains("total does not fit 64 bits", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_and_files_do_not_change_a_byte_and_a_second_run_does_nothing()
    {
        using var run = Prepare("SELECT * FROM (VALUES ('a', 7, 1), ('c', 8, 1)) t(customer, score, known)");
        var job = Job(Join());
        await run.RunAsync(job);
        Assert.True((await run.RunAsync(job)).NothingToDo);
        var hash = (string)run.Manifest()["outputs"]!["table"]!["content_hash"]!;
        await run.RunAsync(job with { Run = job.Run with { Readers = 2 } }, "two");
        Assert.Equal(hash, (string)run.Manifest("two")["outputs"]!["table"]!["content_hash"]!);

        run.Folder.Parquet("customers.parquet", Customers("SELECT * FROM (VALUES ('a', 9, 1), ('c', 8, 1)) t(customer, score, known)"));
        Assert.False((await run.RunAsync(job)).NothingToDo);
        Assert.NotEqual(hash, (string)run.Manifest()["outputs"]!["table"]!["content_hash"]!);
    }

    public static TheoryData<RelationStep, string, string> Faults => new()
    {
        { Join() with { With = "customer" }, "relation.steps[0].join.with", "there is no table `customer`" },
        { Join() with { With = "rows", On = Pairs("id", "id") }, "relation.steps[0].join.with", "joins the rows with each other" },
        { Join() with { On = Pairs("custome", "customer") }, "relation.steps[0].join.on.custome", "`rows` has no column `custome`" },
        { Join() with { On = Pairs("price", "score") }, "relation.steps[0].join.on.price", "`price` is float64, which is no key" },
        { Join() with { On = Pairs("id", "customer") }, "relation.steps[0].join.on.id", "compares `id`, int64, with `customer`, string" },
        { Join() with { On = new Dictionary<string, string>() }, "relation.steps[0].join.on", "names no columns" },
        { Join() with { Take = Pairs("price", "score") }, "relation.steps[0].join.take.price", "has a column `price` already" },
        { Join() with { Take = Pairs("PRICE", "score") }, "relation.steps[0].join.take.PRICE", "has a column `price` already" },
        { Join() with { Take = Pairs("_x", "score") }, "relation.steps[0].join.take._x", "is no name for a column" },
        { Join() with { Kind = JoinKind.Semi }, "relation.steps[0].join.take", "has no effect on a semi join" },
        { Join() with { Into = "copy" }, "relation.steps[0].join.into", "would copy the rows" },
        { Join() with { Of = "customers", Into = "rows" }, "relation.steps[0].join.into", "would replace the rows" },
        { Window(SumOfPrice) with { Time = null }, "relation.steps[0].window.time", "the table has no time of its own" },
        { Window(SumOfPrice) with { WithTime = "price" }, "relation.steps[0].window.with_time", "which is no time here" },
        { Window(SumOfPrice) with { Over = TimeSpan.Zero }, "relation.steps[0].window.over", "leaves no time between its ends" },
        { Window(new MeanAggregateSpec { Column = "customer" }), "relation.steps[0].window.values.x", "cannot be summed exactly" },
        { Window(new MaxAggregateSpec { Column = "rough" }), "relation.steps[0].window.values.x", "no exact order" },
        { Window(new SumAggregateSpec { Column = "rough" }), "relation.steps[0].window.values.x", "cannot be summed exactly; give `rough` a `scale`" },
        { new GroupStep { By = ["customer"], Values = new Dictionary<string, AggregateSpec> { ["x"] = SumOfPrice } }, "relation.steps[0].group.of", "groups the rows themselves" },
        { new DistinctStep { By = [] }, "relation.steps[0].distinct.by", "names no columns" },
        { new DistinctStep { By = ["id"], Keep = [new SurvivorSpec { Column = "rough", Prefer = Preference.Largest }] }, "relation.steps[0].distinct.keep[0].column", "no exact order" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_step_that_cannot_be_is_a_fault_at_its_place(RelationStep step, string path, string what)
    {
        var faults = Job(step).Validate();
        Assert.Contains(faults, fault => fault.Path == path && fault.ToText(null).Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public void Inputs_that_nothing_joins_and_features_that_no_step_makes_are_faults()
    {
        var job = Job(Join());
        Assert.Contains((job with { Relation = null }).Validate(), fault => fault.Path == "inputs");
        Assert.Equal("int64", RelationPlan.ContractOf(job).Columns[^1].Type.ToString());
        Assert.True(RelationPlan.ContractOf(job).Columns[^1].Nullable);
    }

    [Theory]
    [InlineData(long.MaxValue, long.MaxValue, 1, false)]
    [InlineData(0, long.MaxValue, 2, true)]
    [InlineData(long.MinValue, 0, 1, true)]
    [InlineData(-(1L << 40), 5, 1L << 22, false)]
    [InlineData(-(1L << 40), 5, 1L << 23, true)]
    [InlineData(long.MinValue, long.MaxValue, long.MaxValue, true)]
    public void A_sum_is_wide_where_the_largest_value_times_the_rows_leaves_an_int64(long least, long most, long rows, bool wide) =>
        Assert.Equal(wide, SumBounds.IsWide(least, most, rows));

    [Fact]
    public void Quotients_are_the_nearest_float_to_the_true_quotient()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var top = (Int128)random.NextInt64(long.MinValue, long.MaxValue) * (random.Next(2) == 0 ? 1 : random.NextInt64(1, 1L << 40)) >> random.Next(60);
            var bottom = (Int128)random.NextInt64(1, long.MaxValue) >> random.Next(62);
            bottom = bottom == 0 ? 1 : bottom;
            var quotient = ExactQuotient.Of(top, bottom);
            var down = Distance(top, bottom, Math.BitDecrement(quotient));
            var here = Distance(top, bottom, quotient);
            var up = Distance(top, bottom, Math.BitIncrement(quotient));
            Assert.True(here <= down && here <= up, $"{top} / {bottom} = {quotient:R}");
        }
    }

    // |top − bottom × value| exactly: a float is a whole number over a power of two.
    private static System.Numerics.BigInteger Distance(Int128 top, Int128 bottom, double value)
    {
        const int Shift = 1_100;
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = (System.Numerics.BigInteger)((bits & ((1L << 52) - 1)) | (exponent == 0 ? 0 : 1L << 52));
        var scaled = mantissa << (Math.Max(exponent, 1) - 1_075 + Shift);
        return System.Numerics.BigInteger.Abs(((System.Numerics.BigInteger)top << Shift) - (bottom * (bits < 0 ? -scaled : scaled)));
    }

    private static RelationRun Prepare(string customers)
    {
        var run = new RelationRun();
        run.Folder.Parquet("orders.parquet", Typed(Orders));
        run.Folder.Parquet("customers.parquet", Customers(customers));
        return run;
    }

    private static string Typed(string orders) =>
        $"SELECT id::BIGINT AS id, customer, make_timestamptz(moment::BIGINT) AS at, price::DOUBLE AS price, price::DOUBLE AS rough FROM ({orders})";

    private static string Customers(string rows) => $"SELECT customer, score::BIGINT AS score, make_timestamptz(known::BIGINT) AS known FROM ({rows})";

    // Only where something is learned are quarantined rows kept for the test.
    private static JobSpec Learning(JobSpec job) => job with
    {
        Features = new FeatureSpec
        {
            Label = new LabelSpec { Column = "price" },
            Columns = new Dictionary<string, IReadOnlyList<EncoderSpec>> { ["id"] = [new StandardiseSpec()] },
        },
        Split = new HashSplitSpec { Validation = 0, Test = 0 },
        Network = new NetworkSpec { Layers = [] },
        Training = new TrainingSpec { Task = TrainingTask.Regression, MaxEpochs = 1, EarlyStopping = null },
        Baselines = new BaselineSpec { Linear = false, Lightgbm = false },
    };

    private static JoinStep Join() => new() { With = "customers", On = Pairs("customer", "customer"), Take = Pairs("score", "score") };

    private static WindowStep Window(AggregateSpec value) => new()
    {
        Time = "at",
        WithTime = "at",
        Over = TimeSpan.FromHours(1),
        Equal = false,
        Values = new Dictionary<string, AggregateSpec> { ["x"] = value },
    };

    private static Dictionary<string, string> Pairs(string left, string right) => new() { [left] = right };

    private static JobSpec Job(params RelationStep[] steps) => new()
    {
        Name = "orders",
        Input = new InputSpec { Files = ["orders.parquet"] },
        Contract = new TableContract { Columns = [Column("id", "int64"), Column("customer", "string"), Column("at", "timestamp"), Column("price", "float64") with { Scale = 2 }, Column("rough", "float64")] },
        Cleaning = [new RuleStep { Name = "paid", Check = "price > 0", Otherwise = RuleAction.Quarantine }],
        Inputs = new Dictionary<string, SideInputSpec>
        {
            ["customers"] = new()
            {
                Input = new InputSpec { Files = ["customers.parquet"] },
                Contract = new TableContract { Columns = [Column("customer", "string"), Column("score", "int64"), Column("known", "timestamp")] },
                Time = "known",
            },
        },
        Relation = new RelationSpec { Steps = steps },
        Gates = new GateSpec { MaxQuarantined = 1 },
    };

    private static ColumnContract Column(string name, string type) => new() { Name = name, Type = ColumnType.Parse(type), Nullable = true };
}
