using Millrace.Features.Cleaning;
using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Contracts;
using static Millrace.Features.Tests.Cleaning.Batches;

namespace Millrace.Features.Tests.Cleaning;

public class DeriveTests
{
    private static readonly TableContract Contract = new()
    {
        Columns =
        [
            Column("a", "int64"),
            Column("price", "float64") with { Scale = 2 },
            Column("twice", "int8"),
            Column("high", "bool") with { Nullable = false },
            Column("fixed", "decimal(9,2)"),
        ],
    };

    private static readonly CleaningStep[] Steps =
    [
        new DeriveStep { Column = "twice", From = "a * 2" },
        new DeriveStep { Column = "high", From = "a > 10" },
        new DeriveStep { Column = "fixed", From = "to_decimal(1.5, 9, 2)" },
    ];

    [Fact]
    public void A_derived_column_is_made_and_never_read_and_what_does_not_fit_has_a_reason()
    {
        using var worker = RowStage.Compile(Contract, Steps).CreateWorker();
        var source = Of(("a", Longs(1, 50, 100, null)), ("price", Doubles(1.005, 2, 3, 4)), ("twice", Longs(9, 9, 9, 9)));
        using var result = worker.Process(source, Origin, RowStageMode.Training);
        Assert.Equal(["2", "100"], Values(result.Clean, "twice"));
        Assert.Equal(["false", "true"], Values(result.Clean, "high"));
        Assert.Equal(["1.50", "1.50"], Values(result.Clean, "fixed"));
        Assert.Equal(["derive-twice:no_value", "high:null"], Reasons(result.Quarantined!));
        Assert.Empty(worker.TakeStatistics().Changes);
    }

    [Fact]
    public void Columns_asked_for_as_integers_stand_beside_and_change_no_hash()
    {
        var source = Of(("a", Longs(7, 8, 9, 10)), ("price", Doubles(1.256, -0.125, null, 1e6)));
        using var plain = RowStage.Compile(Contract, Steps).CreateWorker();
        using var worker = RowStage.Compile(Contract, Steps, ["price", "high", "fixed"]).CreateWorker();
        using var before = plain.Process(source, Origin, RowStageMode.Scoring);
        using var result = worker.Process(source, Origin, RowStageMode.Scoring);
        Assert.Equal(["126", "-12", null, "100000000"], Values(result.Clean, "_int_price"));
        Assert.Equal(["0", "0", "0", "0"], Values(result.Clean, "_int_high"));
        Assert.Equal(["150", "150", "150", "150"], Values(result.Clean, "_int_fixed"));
        Assert.Equal(Values(before.Clean, "_hash_hi"), Values(result.Clean, "_hash_hi"));
        Assert.Equal(plain.TakeStatistics().CleanContent, worker.TakeStatistics().CleanContent);
        Assert.Throws<ArgumentException>(() => RowStage.Compile(Contract, Steps, ["missing"]));
    }

    [Fact]
    public void Deriving_twice_or_with_another_type_or_an_unknown_column_is_a_fault()
    {
        var faults = RowStage.Check(Contract, [new DeriveStep { Column = "a", From = "price" }, new DeriveStep { Column = "b", From = "a" }, .. Steps, new DeriveStep { Column = "high", Name = "again", From = "true" }]);
        Assert.Contains(faults, fault => fault.StepIndex == 0 && fault.Member == "From" && fault.Message.Contains("float", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StepIndex == 1 && fault.Member == "Column");
        Assert.Contains(faults, fault => fault.StepIndex == 5 && fault.Message.Contains("derived twice", StringComparison.Ordinal));
    }
}
