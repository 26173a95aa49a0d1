using Millrace.Features.Expressions;
using ValueType = Millrace.Features.Expressions.ValueType;

namespace Millrace.Features.Tests.Expressions;

public class CheckerTests
{
    private static readonly (string, ValueType)[] Columns =
    [
        ("fare_amount", ValueType.Float), ("passenger_count", ValueType.Int), ("vendor_id", ValueType.Text), ("day", ValueType.Date),
        ("price", ValueType.Decimal(10, 2)), ("flag", ValueType.Bool), ("odd name", ValueType.Int),
    ];

    [Theory]
    [InlineData("fare_amount > 0")]
    [InlineData("fare_amount > 0 and passenger_count < 200")]
    [InlineData("price >= 0.005 or price = 3")]
    [InlineData("vendor_id in ('CMT', 'VTS') and not flag")]
    [InlineData("\"odd name\" between -1 and 7")]
    [InlineData("coalesce(passenger_count, 0) % 2 = 0")]
    [InlineData("day >= date '2013-01-01' AND vendor_id IS NOT NULL")]
    [InlineData("if(flag, price, 0) = price")]
    public void A_sound_rule_compiles(string expression) => Assert.Empty(Evaluator.Faults(expression, Columns));

    [Theory]
    [InlineData("fare_amonut > 0", 0, 11, "there is no column 'fare_amonut'; did you mean 'fare_amount'?")]
    [InlineData("1 = zebra", 4, 5, "there is no column 'zebra'")]
    [InlineData("fare_amount > passenger_count", 0, 29, "nothing is cast implicitly: use to_float, to_int or to_decimal")]
    [InlineData("passenger_count > 0.5", 0, 21, "'>' does not take (int, 0.5)")]
    [InlineData("vendor_id > 0", 0, 13, "'>' does not take (text, 0)")]
    [InlineData("roud(fare_amount) = 1", 0, 17, "there is no function 'roud'; did you mean 'round'?")]
    [InlineData("fare_amount >", 13, 0, "the expression ends where more is expected")]
    [InlineData("fare_amount > 0 passenger_count", 16, 15, "'passenger_count' stands where the end or an operator is expected")]
    [InlineData("0 < fare_amount < 10", 16, 1, "comparisons do not chain")]
    [InlineData("flag && flag", 5, 1, "write 'and' and 'or'")]
    [InlineData("vendor_id = 'CMT", 12, 4, "the quote ' is not closed")]
    [InlineData("vendor_id matches '('", 18, 3, "the pattern cannot be used")]
    [InlineData("vendor_id matches vendor_id", 0, 27, "'matches' does not take (text, text)")]
    [InlineData("day = date '2013-02-30'", 6, 17, "'2013-02-30' is not a date")]
    [InlineData("date_diff('fortnight', day, day) = 1", 10, 11, "'fortnight' is not a unit")]
    [InlineData("passenger_count in (1, null)", 0, 28, "'in' does not take (int, 1, null)")]
    [InlineData("12abc = 1", 0, 3, "a number runs into a name")]
    [InlineData("if(flag, price, 0.005) = price", 16, 5, "decimals of different scales")]
    [InlineData("passenger_count / 2 = 1", 0, 19, "'/' does not take (int, 2); it takes (float, float)")]
    public void A_fault_names_what_and_where(string expression, int offset, int length, string message)
    {
        var fault = Assert.Single(Evaluator.Faults(expression, Columns));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Equal((offset, length), (fault.Offset, fault.Length));
    }

    [Fact]
    public void All_faults_of_an_expression_come_at_once() =>
        Assert.Equal(2, Evaluator.Faults("fare_amonut > 0 and roud(1.0) = 1", Columns).Count);

    [Fact]
    public void A_check_must_be_a_truth_value()
    {
        var faults = new List<ExpressionFault>();
        Assert.Null(Checker.Compile("fare_amount + 1", Columns, ValueType.Bool, faults));
        Assert.Contains("is float; bool is needed", Assert.Single(faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_and_long_expressions_are_refused_and_do_not_overflow_the_stack()
    {
        Assert.Contains("nests deeper", Assert.Single(Evaluator.Faults(new string('(', 1_500) + "1")).Message, StringComparison.Ordinal);
        Assert.Contains("nests deeper", Assert.Single(Evaluator.Faults(new string('-', 1_500) + "fare_amount", Columns)).Message, StringComparison.Ordinal);
        Assert.Contains("characters", Assert.Single(Evaluator.Faults(new string(' ', 10_001))).Message, StringComparison.Ordinal);
        Assert.Contains("parts", Assert.Single(Evaluator.Faults(string.Concat(Enumerable.Repeat("1+", 2_000)) + "1")).Message, StringComparison.Ordinal);
    }
}
