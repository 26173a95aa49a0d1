using Millrace.Features.Cleaning;
using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Contracts;
using static Millrace.Features.Tests.Cleaning.Batches;

namespace Millrace.Features.Tests.Cleaning;

public class CompileTests
{
    private static readonly TableContract Contract = new()
    {
        Columns =
        [
            Column("fare", "float64") with { Nullable = false },
            Column("code", "string"),
            Column("pax", "int8"),
        ],
    };

    public static TheoryData<CleaningStep, string, string> BadSteps => new()
    {
        { new RuleStep { Name = "r", Check = "fair > 0", Otherwise = RuleAction.Quarantine }, "Check", "there is no column 'fair'; did you mean 'fare'?" },
        { new RuleStep { Name = "r", Check = "fare", Otherwise = RuleAction.Quarantine }, "Check", "the expression is float; bool is needed" },
        { new RuleStep { Name = "r", Check = "fare > pax", Otherwise = RuleAction.Quarantine }, "Check", "nothing is cast implicitly" },
        { new RuleStep { Name = "r", Check = "fare > 0", Otherwise = RuleAction.SetNull }, "Column", "the action needs a column" },
        { new RuleStep { Name = "r", Check = "fare > 0", Otherwise = RuleAction.SetNull, Column = "fare" }, "Column", "not nullable" },
        { new RuleStep { Name = "r", Check = "fare > 0", Otherwise = RuleAction.Clip, Column = "pax" }, "Min", "clip needs min, max or both" },
        { new RuleStep { Name = "r", Check = "fare > 0", Otherwise = RuleAction.Clip, Column = "pax", Max = "1000" }, "Max", "'1000' is not a value of column 'pax', which is int8" },
        { new RuleStep { Name = "r", Check = "fare > 0", Otherwise = RuleAction.Clip, Column = "code", Max = "z" }, "Column", "clip works on numbers" },
        { new RuleStep { Name = "r", Check = "fare > 0", Otherwise = RuleAction.Replace, Column = "fare" }, "With", "replace needs an expression" },
        { new RuleStep { Name = "r", Check = "fare > 0", Otherwise = RuleAction.Replace, Column = "fare", With = "pax" }, "With", "the expression is int; float is needed; use to_float" },
        { new RuleStep { Name = "r", Check = "fare > 0", Otherwise = RuleAction.Quarantine, With = "1.0" }, "With", "'with' belongs to replace" },
        { new RuleStep { Name = "r:x", Check = "fare > 0", Otherwise = RuleAction.Quarantine }, "Name", "none of them ':'" },
        { new FillStep { Column = "pax", Value = "many" }, "Value", "'many' is not a value of column 'pax'" },
        { new NormaliseStep { Column = "fare" }, "Column", "works on text" },
        { new MapStep { Column = "code", Vocabulary = [] }, "Vocabulary", "1 to 10000 entries" },
        { new MapStep { Column = "code", Vocabulary = ["a", "a"] }, "Vocabulary", "names an entry twice" },
        { new MapStep { Column = "code", Vocabulary = ["a"], MaxDistance = 5 }, "MaxDistance", "0 to 4" },
    };

    public static TheoryData<ColumnContract, string> BadColumns => new()
    {
        { Column("_x", "int64"), "does not begin with '_'" },
        { Column("fare", "int64"), "stands in the contract twice" },
        { Column("Fare", "int64"), "differ in case only" },
        { Column("x", "int64") with { Scale = 2 }, "scale is for float32 and float64" },
        { Column("x", "int64") with { AllowNan = true }, "allow_nan is for float32 and float64" },
        { Column("x", "int64") with { Format = "yyyy-MM-dd" }, "format is for dates" },
        { Column("x", "date") with { Format = "MM/dd" }, "needs yyyy, MM and dd" },
        { Column("x", "date") with { Format = "yyyyy-MM-dd" }, "is not part of a time pattern" },
        { Column("x", "int8") with { Allowed = ["1", "300"] }, "'300' is not a value of column 'x'" },
        { Column("x", "list<int8>") with { Allowed = ["1"] }, "allowed is not for lists" },
    };

    [Theory]
    [MemberData(nameof(BadSteps))]
    public void A_fault_of_a_step_names_step_member_and_remedy(CleaningStep step, string member, string message)
    {
        var fault = Assert.Single(RowStage.Check(Contract, [step]));
        Assert.Equal((0, member), (fault.StepIndex, fault.Member));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadColumns))]
    public void A_fault_of_the_contract_names_the_column(ColumnContract column, string message)
    {
        var fault = Assert.Single(RowStage.Check(new TableContract { Columns = [.. Contract.Columns, column] }, []));
        Assert.Equal((-1, column.Name), (fault.StepIndex, fault.Column));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_come_at_once_with_their_place()
    {
        CleaningStep[] steps =
        [
            new RuleStep { Name = "a", Check = "fare > 0 and fair < 1", Otherwise = RuleAction.Quarantine },
            new RuleStep { Name = "a", Check = "fare > 0", Otherwise = RuleAction.Clip, Column = "pxa", Max = "1" },
        ];
        var exception = Assert.Throws<CleaningSpecException>(() => RowStage.Compile(Contract, steps));
        Assert.Equal([(1, "Name", 0), (0, "Check", 13), (1, "Column", 0)], exception.Faults.Select(fault => (fault.StepIndex, fault.Member, fault.Offset)));
    }

    [Fact]
    public void A_later_fill_makes_set_null_legal_on_a_column_that_is_never_null()
    {
        CleaningStep[] steps =
        [
            new RuleStep { Name = "a", Check = "fare > 0", Otherwise = RuleAction.SetNull, Column = "fare" },
            new FillStep { Column = "fare", Value = "2.5" },
        ];
        using var worker = RowStage.Compile(new TableContract { Columns = [Contract.Columns[0]] }, steps).CreateWorker();
        using var source = Of(("fare", Doubles(1, -1, null)));
        using var result = worker.Process(source, Origin, RowStageMode.Training);
        Assert.Equal(["1", "2.5", "2.5"], Values(result.Clean, "fare"));
    }

    [Theory]
    [InlineData("decimal(10,2)")]
    [InlineData("list<list<timestamp_local>>")]
    [InlineData("uint16")]
    public void A_type_is_written_as_it_is_read(string text) => Assert.Equal(text, ColumnType.Parse(text).ToString());

    [Theory]
    [InlineData("integer")]
    [InlineData("decimal(39,2)")]
    [InlineData("decimal(3,4)")]
    [InlineData("list<>")]
    [InlineData("list<list<list<list<list<int8>>>>>")]
    [InlineData("")]
    public void Other_text_is_no_type(string text)
    {
        Assert.False(ColumnType.TryParse(text, out _, out var problem));
        Assert.Contains("is not a type", problem, StringComparison.Ordinal);
    }
}
