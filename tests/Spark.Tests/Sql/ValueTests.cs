using System.Data.SqlTypes;
using CsCheck;
using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Tests.Sql;

/// <summary>Values keep every bit on the way to Spark and back.</summary>
public class ValueTests(SparkFixture spark)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Literals_of_SQL_arrive_exactly()
    {
        await using SparkSession session = await spark.SessionAsync();
        Row row = (await (await session.SqlAsync(
            """
            SELECT true, 1Y, 2S, 3, 4L, 1.5F, -0.0D, 12.34BD, 99999999999999999999999999999999999.999BD, 'ä€😀', X'00FF',
              DATE '1582-10-04', DATE '-0044-03-15', TIMESTAMP '1500-01-01 00:00:00.000001Z', TIMESTAMP_NTZ '2020-02-29 23:59:59.999999',
              INTERVAL '1-2' YEAR TO MONTH, INTERVAL '1 02:03:04.000005' DAY TO SECOND, make_interval(1, 1, 0, 3, 0, 0, 1.5), NULL,
              array(1, NULL), map('k', array(2L)), named_struct('a', 1, 'b', named_struct('c', 'x')), CAST(NULL AS array<int>)
            """, Token)).FirstAsync(Token))!;
        object?[] expected =
        [
            true, (sbyte)1, (short)2, 3, 4L, 1.5f, -0.0, 12.34m, SqlDecimal.Parse("99999999999999999999999999999999999.999"), "ä€😀", new byte[] { 0, 255 },
            new Date(1582, 10, 4), new Date(-44, 3, 15), new Timestamp(1500, 1, 1, 0, 0, 0, 1), new TimestampNtz(2020, 2, 29, 23, 59, 59, 999_999),
            14, new TimeSpan(1, 2, 3, 4) + TimeSpan.FromMicroseconds(5), new CalendarInterval(13, 3, 1_500_000), null,
        ];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Equals(expected[i], row[i]) || (expected[i] is byte[] b && b.SequenceEqual((byte[])row[i]!)), $"column {i}: {row[i]}");
        }

        Assert.True(double.IsNegative(row.GetAs<double>(6)));
        Assert.Equal([1, null], row.GetAs<int?[]>(19));
        Assert.Equal([2L], row.GetAs<Dictionary<string, long[]>>(20)["k"]);
        Row inner = row.GetAs<Row>(21);
        Assert.Equal((1, "x"), (inner.GetAs<int>("a"), inner.GetAs<Row>("b").GetAs<string>("c")));
        Assert.Null(row[22]);
    }

    [Fact]
    public async Task A_variant_arrives_as_its_bytes()
    {
        await using SparkSession session = await spark.SessionAsync();
        Row row = (await (await session.SqlAsync("SELECT parse_json('{\"a\":1}') AS v, parse_json(NULL) AS n", Token)).FirstAsync(Token))!;
        Variant variant = row.GetAs<Variant>("v");
        Assert.Equal([2, 1, 0, 0, 2, 12, 1], variant.Value.ToArray());
        Assert.Contains((byte)'a', variant.Metadata.ToArray());
        Assert.Null(row.Get("n"));
    }

    [Fact]
    public async Task A_time_of_day_is_refused_with_its_own_class_unless_the_session_turns_it_on()
    {
        await using SparkSession session = await spark.SessionAsync();
        var schema = new StructType([new("at", new TimeType())]);
        TimeOnly at = new(10, 11, 12);
        async Task<IReadOnlyList<Row>> SentAsync() => await (await session.CreateDataFrameAsync([new GenericRow([at])], schema, Token)).CollectAsync(Token);
        async Task<IReadOnlyList<Row>> AskedAsync() => await (await session.SqlAsync("SELECT TIME '10:11:12' AS at", Token)).CollectAsync(Token);
        foreach (Func<Task<IReadOnlyList<Row>>> rows in new[] { SentAsync, AskedAsync })
        {
            Assert.Equal("UNSUPPORTED_TIME_TYPE", (await Assert.ThrowsAnyAsync<SparkException>(rows)).ErrorClass);
        }

        await session.Conf().SetAsync("spark.sql.timeType.enabled", "true", Token);
        Assert.Equal(at, (await SentAsync())[0].GetAs<TimeOnly>(0));
        Assert.Equal(at, (await AskedAsync())[0].GetAs<TimeOnly>(0));
    }

    [Fact]
    public void Every_day_of_the_calendar_keeps_its_number()
    {
        Gen.Int[-3_000_000, 3_000_000].Sample(day =>
        {
            Date date = Date.FromEpochDay(day);
            return new Date(date.Year, date.Month, date.Day).EpochDay == day;
        });
        Assert.Equal("1969-12-31", Date.FromEpochDay(-1).ToString());
        Assert.Equal(new DateTime(2024, 2, 29), new Date(new DateTime(2024, 2, 29, 12, 0, 0)).ToDateTime());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Date(2023, 2, 29));
        Assert.Equal("-0001-12-31 23:59:59.999999Z", new Timestamp(-1, 12, 31, 23, 59, 59, 999_999).ToString());
    }

    [Fact]
    public void Types_keep_their_JSON()
    {
        GenType(3).Sample(type => DataType.ParseDataType(type.Json).Equals(type) && ProtoTypes.Read(ProtoTypes.Write(type)).Equals(type));
        Assert.Throws<FormatException>(() => DataType.ParseDataType("\"nonsense\""));
        Assert.Throws<FormatException>(() => DataType.ParseDataType("{"));
    }

    [Fact]
    public async Task Random_rows_of_every_type_come_back_unchanged()
    {
        await using SparkSession session = await spark.SessionAsync();
        (StructType schema, object?[][] rows)[] cases = [];
        GenCase().Array[6].Sample(c => cases = c, iter: 1, threads: 1);
        foreach ((StructType schema, object?[][] rows) in cases)
        {
            DataFrame sent = await session.CreateDataFrameAsync(rows.Select(static r => new GenericRow(r)), schema, Token);
            IReadOnlyList<Row> back = await sent.CollectAsync(Token);
            Assert.Equal(rows.Length, back.Count);
            for (int i = 0; i < rows.Length; i++)
            {
                Assert.True(ClrTypes.ValuesEqual(rows[i], back[i].Values), $"{schema.SimpleString}: {ClrTypes.Text(rows[i])} came back as {back[i]}");
            }
        }
    }

    [Fact]
    public async Task Values_as_literals_come_back_unchanged()
    {
        await using SparkSession session = await spark.SessionAsync();
        object[] values =
        [
            true, (sbyte)-1, (short)-2, int.MinValue, long.MaxValue, float.Epsilon, double.MaxValue, 1.10m, "q'\"\\", new byte[] { 1, 2 },
            new Date(1, 1, 1), new Timestamp(1969, 12, 31, 23, 59, 59, 1), new TimestampNtz(3000, 1, 1, 0, 0, 0, 0), TimeSpan.FromMicroseconds(-7),
            new object?[] { 1, 2 }, new Dictionary<object, object?> { ["a"] = 1L },
        ];
        Row row = (await session.Range(1).Select([.. values.Select(Functions.Lit)]).FirstAsync(Token))!;
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(ClrTypes.ValuesEqual(values[i], row[i]), $"{values[i]} came back as {row[i]}");
        }
    }

    [Fact]
    public void A_value_that_does_not_fit_is_refused_by_field()
    {
        var schema = new StructType([new("n", new IntegerType(), false)]);
        Assert.Contains("n", Assert.Throws<ArgumentException>(() => Millrace.Spark.Sql.Arrow.ArrowWriter.Write([[null]], schema)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Millrace.Spark.Sql.Arrow.ArrowWriter.Write([[long.MaxValue]], schema));
        Assert.Throws<ArgumentException>(() => Millrace.Spark.Sql.Arrow.ArrowWriter.Write([[1, 2]], schema));
        Assert.Throws<InvalidCastException>(() => new Row([1L], new StructType([new("n", new LongType())])).GetAs<int>(0));
    }

    private static Gen<DataType> GenLeaf() => OneOf(
        new BooleanType(), new ByteType(), new ShortType(), new IntegerType(), new LongType(), new FloatType(), new DoubleType(), new StringType(),
        new BinaryType(), new DateType(), new TimestampType(), new TimestampNTZType(), new DecimalType(10, 2), new DecimalType(38, 10), new DayTimeIntervalType());

    private static Gen<DataType> OneOf(params DataType[] types) => Gen.Int[0, types.Length - 1].Select(i => types[i]);

    private static Gen<DataType> GenType(int depth) => depth == 0 ? GenLeaf() : Gen.Frequency(
        (4, GenLeaf()),
        (1, GenType(depth - 1).Select(static t => (DataType)new ArrayType(t))),
        (1, Gen.Select(GenType(depth - 1), static v => (DataType)new MapType(new StringType(), v))),
        (1, GenType(depth - 1).Array[1, 3].Select(static t => (DataType)new StructType(t.Select(static (x, i) => new StructField($"f{i}", x))))));

    private static Gen<object?> GenValue(DataType type) => Gen.Frequency((1, Gen.Const((object?)null)), (5, GenSome(type)));

    private static Gen<object?> GenSome(DataType type) => type switch
    {
        BooleanType => Gen.Bool.Select(static v => (object?)v),
        ByteType => Gen.SByte.Select(static v => (object?)v),
        ShortType => Gen.Short.Select(static v => (object?)v),
        IntegerType => Gen.Int.Select(static v => (object?)v),
        LongType => Gen.Long.Select(static v => (object?)v),
        FloatType => Gen.Float.Select(static v => (object?)v),
        DoubleType => Gen.Double.Select(static v => (object?)v),
        StringType => Gen.String[Gen.Char['\u0001', '\uD7FF'], 0, 12].Select(static v => (object?)v),
        BinaryType => Gen.Byte.Array[0, 8].Select(static v => (object?)v),
        DateType => Gen.Int[-800_000, 2_900_000].Select(static v => (object?)Date.FromEpochDay(v)),
        TimestampType => Gen.Long[-60_000_000_000_000_000, 250_000_000_000_000_000].Select(static v => (object?)Timestamp.FromEpochMicroseconds(v)),
        TimestampNTZType => Gen.Long[-60_000_000_000_000_000, 250_000_000_000_000_000].Select(static v => (object?)TimestampNtz.FromEpochMicroseconds(v)),
        DecimalType { Precision: 10 } => Gen.Long[-9_999_999_999, 9_999_999_999].Select(static v => (object?)new decimal(v) is var d ? (object?)((decimal)d! / 100m) : null),
        DecimalType => Gen.Long.Select(static v => (object?)SqlDecimal.ConvertToPrecScale(new SqlDecimal((decimal)v), 38, 10)),
        DayTimeIntervalType => Gen.Long[-1_000_000_000_000, 1_000_000_000_000].Select(static v => (object?)TimeSpan.FromMicroseconds(v)),
        ArrayType a => GenValue(a.ElementType).Array[0, 3].Select(static v => (object?)v),
        MapType m => Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 3].Array[0, 3], GenValue(m.ValueType).Array[3]).Select(static (k, v) =>
            (object?)k.Distinct().Select((key, i) => (key, value: v[i])).ToDictionary(static p => (object)p.key, static p => p.value)),
        StructType s => GenRow(s).Select(v => (object?)new Row(v, s)),
        _ => throw new NotSupportedException(type.SimpleString),
    };

    private static Gen<object?[]> GenRow(StructType schema) => schema.Fields
        .Aggregate(Gen.Const(System.Array.Empty<object?>()), static (row, field) => Gen.Select(row, GenValue(field.DataType), static (r, v) => (object?[])[.. r, v]));

    private static Gen<(StructType, object?[][])> GenCase() =>
        from types in GenType(2).Array[1, 8]
        let schema = new StructType(types.Select(static (t, i) => new StructField($"c{i}", t)))
        from rows in GenRow(schema).Array[0, 20]
        select (schema, rows);
}
