using Millrace.Features.Contracts;
using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Labels;
using Millrace.Features.Encoders.Lists;
using Millrace.Features.Encoders.Numbers;
using Millrace.Features.Encoders.Times;

namespace Millrace.Features.Tests.Encoders;

public class FeaturePlanTests
{
    private static readonly TableContract Contract = new()
    {
        Columns =
        [
            Column("id", "int64"), Column("d", "float64"), Column("s", "string"), Column("b", "bool"), Column("t", "timestamp"), Column("day", "date"), Column("v", "list<float64>"),
            Column("p1", "int32"), Column("p2", "int32"), Column("name", "string") with { Personal = true }, Column("w", "float64"), Column("y", "float64"),
        ],
    };

    [Fact]
    public void Without_columns_all_but_labels_weight_ignored_and_personal_ones_are_encoded()
    {
        var spec = new FeatureSpec { Label = new LabelSpec { Column = "y" }, Weight = "w", Ignore = ["id"] };
        var plan = FeaturePlan.Compile(spec, Contract, LabelKind.Regression, FeaturePreset.Tabular);
        Assert.Equal(["d", "s", "b", "t", "day", "v", "p1", "p2"], plan.Inputs.Select(input => input.Column.Name));
        Assert.Equal(["d", "s", "b", "t", "day", "v", "p1", "p2", "w", "y"], plan.ReadColumns);
        Assert.Equal([typeof(QuantileNormalSpec), typeof(PiecewiseLinearSpec)], plan.Inputs[0].Steps.Select(step => step.GetType()));
        Assert.Equal([typeof(EmbeddingSpec)], plan.Inputs[1].Steps.Select(step => step.GetType()));
    }

    [Fact]
    public void A_pattern_names_all_columns_that_match_and_an_exact_name_wins()
    {
        var spec = Fitting.Spec(("p*", [new PassThroughSpec()]), ("p2", [new StandardiseSpec()]));
        var plan = FeaturePlan.Compile(spec, Contract, LabelKind.Regression);
        Assert.Equal(["p1", "p2"], plan.Inputs.Select(input => input.Column.Name));
        Assert.IsType<PassThroughSpec>(plan.Inputs[0].Steps[0]);
        Assert.IsType<StandardiseSpec>(plan.Inputs[1].Steps[0]);
    }

    [Fact]
    public void Columns_and_auto_together_fill_in_the_rest()
    {
        var spec = Fitting.Spec(("d", [new PassThroughSpec()])) with { Auto = true };
        Assert.Equal(10, FeaturePlan.Compile(spec, Contract, LabelKind.Regression).Inputs.Count);
    }

    [Fact]
    public void Every_fault_is_reported_with_its_place()
    {
        var spec = new FeatureSpec
        {
            Label = new LabelSpec { Column = "s" },
            Weight = "t",
            Ignore = ["nowhere"],
            Columns = new Dictionary<string, IReadOnlyList<EncoderSpec>>
            {
                ["gone"] = [new PassThroughSpec()],
                ["z*"] = [new PassThroughSpec()],
                ["d"] = [new OneHotSpec(), new StandardiseSpec(), new StandardiseSpec()],
                ["b"] = [new LogSpec()],
                ["p1"] = [new LogSpec(), new EmbeddingSpec()],
                ["t"] = [new PassThroughSpec()],
                ["day"] = [new CalendarSpec { Zone = "UTC" }],
            },
        };
        var faults = FeaturePlan.Check(spec, Contract, LabelKind.Regression);
        Assert.Equal(
            [("Label", null, -1), ("Weight", null, -1), ("Ignore", null, -1), ("Columns", "gone", -1), ("Columns", "z*", -1), ("Columns", "d", 0), ("Columns", "d", 2), ("Columns", "b", -1),
                ("Columns", "p1", 1), ("Columns", "t", -1), ("Columns", "day", 0)],
            faults.Select(fault => (fault.Member, fault.Column, fault.StepIndex)));
        Assert.Equal(faults.Count, Assert.Throws<FeatureSpecException>(() => FeaturePlan.Compile(spec, Contract, LabelKind.Regression)).Faults.Count);
    }

    public static TheoryData<string, EncoderSpec> Refused() => new()
    {
        { "d", new PassThroughSpec { DivideBy = 0 } },
        { "d", new QuantileNormalSpec { Quantiles = 1 } },
        { "d", new PiecewiseLinearSpec { Edges = 1 } },
        { "d", new PiecewiseLinearSpec { FrequentShare = 0 } },
        { "d", new PiecewiseLinearSpec { FrequentRows = 0 } },
        { "d", new BucketsSpec { Edges = [2, 1] } },
        { "d", new BucketsSpec { Count = 1 } },
        { "d", new ImputeSpec { Strategy = ImputeStrategy.Constant, Flag = true } },
        { "d", new ImputeSpec { Strategy = ImputeStrategy.Constant, Flag = true, Value = "x" } },
        { "s", new ImputeSpec { Strategy = ImputeStrategy.Mean, Flag = true } },
        { "s", new StandardiseSpec() },
        { "s", new EmbeddingSpec { Dimension = 0 } },
        { "s", new OneHotSpec { MaxSize = 0 } },
        { "s", new HashSpec { Buckets = 0 } },
        { "s", new CalendarSpec() },
        { "t", new CalendarSpec { Zone = "Mars/Olympus" } },
        { "t", new CalendarSpec { Parts = [] } },
        { "day", new CalendarSpec { Parts = [CalendarPart.Hour] } },
        { "v", new VectorSpec { Length = 0 } },
        { "v", new SequenceSpec { MaxLength = 0 } },
        { "v", new QuantileNormalSpec() },
        { "d", new BooleanSpec() },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_step_that_cannot_work_is_refused(string column, EncoderSpec step) =>
        Assert.Single(FeaturePlan.Check(Fitting.Spec((column, [step])), Contract, LabelKind.Regression), fault => fault.Column == column && fault.StepIndex == 0);

    private static ColumnContract Column(string name, string type) => new() { Name = name, Type = ColumnType.Parse(type), Nullable = true };
}
