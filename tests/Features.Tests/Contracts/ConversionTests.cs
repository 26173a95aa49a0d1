using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Cleaning;
using Millrace.Features.Contracts;
using static Millrace.Features.Tests.Cleaning.Batches;

namespace Millrace.Features.Tests.Contracts;

public class ConversionTests
{
    private static readonly string[] Texts7 = ["1", "-0", "1.5", "abc", "", " 1", "128"];

    [Theory]
    [InlineData("int8", "1", "0", "!unparsable", "!unparsable", "!unparsable", "!unparsable", "!overflow")]
    [InlineData("uint8", "1", "0", "!unparsable", "!unparsable", "!unparsable", "!unparsable", "128")]
    [InlineData("float64", "1", "-0", "1.5", "!unparsable", "!unparsable", "!unparsable", "128")]
    [InlineData("decimal(2,1)", "1.0", "0.0", "1.5", "!unparsable", "!unparsable", "!unparsable", "!overflow")]
    [InlineData("decimal(5,0)", "1", "0", "!fraction", "!unparsable", "!unparsable", "!unparsable", "128")]
    [InlineData("uint64", "1", "0", "!fraction", "!unparsable", "!unparsable", "!unparsable", "128")]
    [InlineData("string", "1", "-0", "1.5", "abc", "", " 1", "128")]
    [InlineData("bool", "!unparsable", "!unparsable", "!unparsable", "!unparsable", "!unparsable", "!unparsable", "!unparsable")]
    public void Text_is_read_strictly(string type, params string[] expected) =>
        Assert.Equal(expected, Convert(Column("c", type), Texts(Texts7)));

    [Theory]
    [InlineData("float64", "1e400", "!overflow")]
    [InlineData("float64", "NaN", "!not_finite")]
    [InlineData("float64", "-inf", "!not_finite")]
    [InlineData("float64", "+1", "!unparsable")]
    [InlineData("float64", "1,000", "!unparsable")]
    [InlineData("float64", "1e-3", "0.001")]
    [InlineData("float32", "0.1", "0.10000000149011612")]
    [InlineData("float32", "1e39", "!overflow")]
    [InlineData("bool", "TRUE", "true")]
    [InlineData("int64", "9223372036854775807", "9223372036854775807")]
    [InlineData("int64", "-9223372036854775809", "!overflow")]
    [InlineData("uint64", "18446744073709551615", "18446744073709551615")]
    [InlineData("uint64", "18446744073709551616", "!overflow")]
    [InlineData("uint64", "-1", "!overflow")]
    [InlineData("decimal(38,10)", "1234567890123456789012345678.0123456789", "1234567890123456789012345678.0123456789")]
    [InlineData("decimal(38,0)", "123456789012345678901234567890123456789", "!overflow")]
    [InlineData("decimal(5,2)", "000.100", "0.10")]
    [InlineData("decimal(5,2)", "1e2", "!unparsable")]
    [InlineData("date", "2012-02-29", "2012-02-29")]
    [InlineData("date", "2013-02-29", "!unparsable")]
    [InlineData("date", "2013-1-2", "!unparsable")]
    [InlineData("timestamp", "2013-01-01T00:00:00+01:00", "2012-12-31T23:00:00Z")]
    [InlineData("timestamp", "2013-01-01T00:00:00", "!unparsable")]
    [InlineData("timestamp", "2013-01-01T00:00:00.123456789Z", "!nanoseconds")]
    [InlineData("timestamp", "2013-01-01T00:00:00.123456000Z", "2013-01-01T00:00:00.123456Z")]
    [InlineData("timestamp_local", "2013-01-01 08:30", "2013-01-01T08:30:00")]
    [InlineData("timestamp_local", "2013-01-01T24:00:00", "!unparsable")]
    [InlineData("timestamp_local", "0001-01-01T00:00:00", "0001-01-01T00:00:00")]
    [InlineData("list<int64>", "[1]", "!wrong_type")]
    public void One_text_is_read_strictly(string type, string text, string expected) =>
        Assert.Equal([expected], Convert(Column("c", type), Texts(text)));

    [Theory]
    [InlineData("date", "dd/MM/yyyy", "31/01/2013", "2013-01-31")]
    [InlineData("date", "dd/MM/yyyy", "01/31/2013", "!unparsable")]
    [InlineData("date", "d.M.yyyy", "3.1.2013", "2013-01-03")]
    [InlineData("timestamp", "yyyy-MM-dd HH:mm:ss", "2013-01-31 23:59:07", "2013-01-31T23:59:07Z")]
    [InlineData("timestamp_local", "MM/dd/yyyy hh:mm:ss tt", "01/31/2013 12:00:00 AM", "2013-01-31T00:00:00")]
    [InlineData("timestamp_local", "MM/dd/yyyy hh:mm:ss tt", "01/31/2013 13:00:00 PM", "!unparsable")]
    [InlineData("timestamp", "yyyyMMddTHHmmss.fff zzz", "20130131T235907.250 -05:00", "2013-02-01T04:59:07.250000Z")]
    public void Text_is_read_by_the_contract_s_pattern(string type, string format, string text, string expected) =>
        Assert.Equal([expected], Convert(Column("c", type) with { Format = format }, Texts(text)));

    [Theory]
    [InlineData("int32", "1", "!fraction", "!overflow", "!not_finite", null)]
    [InlineData("int64", "1", "!fraction", "1000000000000", "!not_finite", null)]
    [InlineData("decimal(5,1)", "1.0", "0.5", "!overflow", "!not_finite", null)]
    [InlineData("float64", "1", "0.5", "1000000000000", "!not_finite", null)]
    [InlineData("string", "!wrong_type", "!wrong_type", "!wrong_type", "!wrong_type", null)]
    public void Floats_fit_only_where_nothing_is_lost(string type, params string?[] expected) =>
        Assert.Equal(expected, Convert(Column("c", type), Doubles(1, 0.5, 1e12, double.NaN, null)));

    [Theory]
    [InlineData("int8", "1", "!overflow", null)]
    [InlineData("float64", "1", "!inexact", null)]
    [InlineData("decimal(20,2)", "1.00", "9007199254740993.00", null)]
    [InlineData("decimal(4,2)", "1.00", "!overflow", null)]
    [InlineData("uint64", "1", "9007199254740993", null)]
    [InlineData("date", "!wrong_type", "!wrong_type", null)]
    public void Integers_fit_only_where_nothing_is_lost(string type, params string?[] expected) =>
        Assert.Equal(expected, Convert(Column("c", type), Longs(1, 9007199254740993, null)));

    [Fact]
    public void Every_integer_width_arrives()
    {
        IArrowArray[] arrays =
        [
            new Int8Array.Builder().Append(-1).Build(), new Int16Array.Builder().Append(-1).Build(), new Int32Array.Builder().Append(-1).Build(),
            new UInt8Array.Builder().Append(255).Build(), new UInt16Array.Builder().Append(65535).Build(), new UInt32Array.Builder().Append(uint.MaxValue).Build(),
        ];
        Assert.Equal(["-1", "-1", "-1", "255", "65535", "4294967295"], arrays.Select(array => Convert(Column("c", "int64"), array)[0]));
        Assert.Equal(["!overflow", "5"], Convert(Column("c", "int64"), new UInt64Array.Builder().Append(ulong.MaxValue).Append(5).Build()));
        Assert.Equal(["18446744073709551615"], Convert(Column("c", "uint64"), new UInt64Array.Builder().Append(ulong.MaxValue).Build()));
    }

    [Theory]
    [InlineData(TimeUnit.Second, "UTC", "timestamp", "1970-01-01T00:00:01Z", "!overflow")]
    [InlineData(TimeUnit.Millisecond, "UTC", "timestamp", "1970-01-01T00:00:00.001000Z", "!overflow")]
    [InlineData(TimeUnit.Nanosecond, "UTC", "timestamp", "!nanoseconds", "!nanoseconds")]
    [InlineData(TimeUnit.Second, null, "timestamp", "!wrong_type", "!wrong_type")]
    [InlineData(TimeUnit.Second, "UTC", "timestamp_local", "!wrong_type", "!wrong_type")]
    [InlineData(TimeUnit.Second, null, "timestamp_local", "1970-01-01T00:00:01", "!overflow")]
    [InlineData(TimeUnit.Second, null, "date", "!time_of_day", "!time_of_day")]
    public void Timestamps_of_every_unit_arrive_or_fail(TimeUnit unit, string? zone, string type, params string[] expected) =>
        Assert.Equal(expected, Convert(Column("c", type), Timestamps(unit, zone, 1, long.MaxValue)));

    [Fact]
    public void Options_of_a_column_are_kept()
    {
        Assert.Equal(["NaN", "-Infinity"], Convert(Column("c", "float64") with { AllowNan = true }, Doubles(double.NaN, double.NegativeInfinity)));
        Assert.Equal(["0.12", "!out_of_range"], Convert(Column("c", "float64") with { Scale = 2 }, Doubles(0.125, 1e15)));
        Assert.Equal([null, "x"], Convert(Column("c", "string") with { NullTexts = ["NA"] }, Texts("NA", "x")));
        Assert.Equal(["!null", "1"], Convert(Column("c", "int64") with { Nullable = false }, Longs(null, 1)));
        Assert.Equal(["!not_allowed", "2"], Convert(Column("c", "int64") with { Allowed = ["2", "3"] }, Longs(1, 2)));
        Assert.Equal(["0.10"], Convert(Column("c", "decimal(5,2)") with { Source = "s" }, Doubles(0.1), "s"));
        Assert.Equal(["!missing_column"], Convert(Column("c", "int64"), Longs(1), "other"));
        Assert.Equal(
            ["1970-01-01T00:00:00.000001Z"],
            Convert(Column("c", "timestamp") with { TruncateNanoseconds = true }, Timestamps(TimeUnit.Nanosecond, "UTC", 1999)));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_a_fault()
    {
        var bytes = new BinaryArray.Builder().Append("añ"u8.ToArray()).Append([0xC3, 0x28]).AppendNull().Build();
        Assert.Equal(["añ", "!invalid_utf8", null], Convert(Column("c", "string"), bytes));
    }

    [Fact]
    public void Lists_fail_as_a_whole_when_an_element_does()
    {
        var lists = new ListArray.Builder(DoubleType.Default);
        var values = (DoubleArray.Builder)lists.ValueBuilder;
        lists.Append();
        values.Append(1).Append(2);
        lists.Append();
        values.Append(1.5);
        lists.Append();
        values.AppendNull();
        lists.AppendNull();
        lists.Append();
        Assert.Equal(["[1, 2]", "!fraction", "!null_element", null, "[]"], Convert(Column("c", "list<int32>"), lists.Build()));
    }

    [Fact]
    public void Dictionaries_are_decoded()
    {
        var array = new DictionaryArray(
            new DictionaryType(Int8Type.Default, StringType.Default, false),
            new Int8Array.Builder().Append(1).AppendNull().Append(0).Build(),
            new StringArray.Builder().Append("a").Append("b").Build());
        Assert.Equal(["b", null, "a"], Convert(Column("c", "string"), array));
    }

    [Fact]
    public void A_fault_that_the_contract_turns_into_null_is_counted_and_keeps_the_row()
    {
        var contract = new TableContract { Columns = [Column("c", "int8") with { Nullable = false, OnFault = FaultAction.Null }] };
        using var worker = RowStage.Compile(contract, []).CreateWorker();
        using var source = Of(("c", Longs(1, 1000)));
        using var result = worker.Process(source, Origin, RowStageMode.Training);
        Assert.Equal(["1", null], Values(result.Clean, "c"));
        Assert.Null(result.Quarantined);
        Assert.Equal(1, worker.TakeStatistics().Faults["c:overflow"]);
    }

    /// <summary>Each row's value as text, or its fault after an exclamation mark.</summary>
    private static string?[] Convert(ColumnContract column, IArrowArray array, string? name = null)
    {
        using var worker = RowStage.Compile(new TableContract { Columns = [column] }, []).CreateWorker();
        using var source = Of((name ?? "c", array));
        using var result = worker.Process(source, Origin, RowStageMode.Training);
        var outcome = new string?[array.Length];
        Place(result.Clean, outcome, Values(result.Clean, "c"));
        if (result.Quarantined is { } quarantined)
        {
            Place(result.QuarantinedConverted!, outcome, [.. Reasons(quarantined).Select(reason => "!" + reason["c:".Length..])]);
            Assert.All(Values(result.QuarantinedConverted!, "c"), Assert.Null);
        }

        return outcome;
    }

    private static void Place(RecordBatch batch, string?[] outcome, string?[] texts)
    {
        var rows = Values(batch, "_source_row");
        for (var i = 0; i < texts.Length; i++)
        {
            outcome[int.Parse(rows[i]!, null) - (int)Origin.FirstRow] = texts[i];
        }
    }
}
