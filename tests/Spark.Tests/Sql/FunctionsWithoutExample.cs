using System.Text.RegularExpressions;
using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Spark.Tests.Sql;

/// <summary>Functions that Spark describes without an example that is a plain call.</summary>
internal static partial class FunctionsWithoutExample
{
    /// <summary>Ten rows in one partition: a sketch's bytes depend on the order of its values.</summary>
    private const string Ten = "range(0, 10, 1, 1)";

    private const string Wkb = "0101000000000000000000F03F0000000000000040";

    /// <summary>What the tests of lambdas, windows, the moment and groups call in <see cref="FunctionTests"/> and <see cref="GroupingFunctionTests"/>.</summary>
    private static readonly string[] CalledThere =
    [
        "transform", "filter", "exists", "forall", "aggregate", "reduce", "zip_with", "map_filter", "transform_keys", "transform_values", "map_zip_with", "array_sort",
        "cume_dist", "dense_rank", "rank", "percent_rank", "row_number", "ntile", "lag", "lead", "nth_value",
        "rand", "randn", "uuid", "now", "current_date", "current_timestamp", "curdate", "localtimestamp", "unix_timestamp", "spark_partition_id",
        "monotonically_increasing_id", "input_file_name", "shuffle", "uniform", "randstr", "current_user", "version", "random", "current_time",
        "window", "window_time", "session_window", "grouping", "grouping_id",
    ];

    private static readonly Column Id = Col("id"), A = Col("a"), B = Col("b"), S = Col("s");

    /// <summary>Calls with the same call as SQL, over the rows of a relation where one is needed.</summary>
    public static IReadOnlyList<(Column Call, string Sql, string From)> Calls { get; } =
    [
        (Mode(Col("v")), "mode(v)", "VALUES (1), (2), (2) AS t(v)"),
        (Listagg(Col("v")), "listagg(v)", "VALUES ('a'), ('a') AS t(v)"),
        (StringAgg(Col("v"), Lit("-")), "string_agg(v, '-')", "VALUES ('a'), ('a') AS t(v)"),
        (JavaMethod(Lit("java.lang.Integer"), Lit("parseInt"), Lit("7")), "java_method('java.lang.Integer', 'parseInt', '7')", ""),
        (Reflect(Lit("java.lang.Integer"), Lit("parseInt"), Lit("7")), "reflect('java.lang.Integer', 'parseInt', '7')", ""),
        (TryReflect(Lit("java.lang.Integer"), Lit("parseInt"), Lit("seven")), "try_reflect('java.lang.Integer', 'parseInt', 'seven')", ""),

        (Not(Lit(true)), "not(true)", ""), (Log(Lit(8.5)), "log(8.5D)", ""), (Log(2, Lit(8.5)), "log(2.0D, 8.5D)", ""), (Mod(Lit(-7), Lit(3)), "mod(-7, 3)", ""),
        (Collate(Lit("A"), Lit("UTF8_LCASE")) == Lit("a"), "collate('A', 'UTF8_LCASE') = 'a'", ""), (Space(Lit(3)), "space(3)", ""), (Unhex(Lit("53FF")), "unhex('53FF')", ""),
        (Overlay(Lit("Spark SQL"), Lit("CORE"), Lit(7)), "overlay('Spark SQL' PLACING 'CORE' FROM 7)", ""),
        (Overlay(Lit("Spark SQL"), Lit("CORE"), Lit(7), Lit(0)), "overlay('Spark SQL' PLACING 'CORE' FROM 7 FOR 0)", ""),
        (Extract(Lit("WEEK"), Expr("DATE'2019-08-12'")), "extract(WEEK FROM DATE'2019-08-12')", ""),
        (AesEncrypt(Lit("Spark"), Lit("0000111122223333"), Lit("ECB")), "aes_encrypt('Spark', '0000111122223333', 'ECB')", ""),
        (AesEncrypt(Lit("Spark"), Lit("0000111122223333"), Lit("GCM"), Lit("DEFAULT"), Unhex(Lit("000102030405060708090A0B")), Lit("more")),
            "aes_encrypt('Spark', '0000111122223333', 'GCM', 'DEFAULT', unhex('000102030405060708090A0B'), 'more')", ""),

        (Bigint(Lit("7")), "bigint('7')", ""), (Binary(Lit("text")), "binary('text')", ""), (Boolean(Lit("yes")), "boolean('yes')", ""), (Date(Lit("2020-02-29")), "date('2020-02-29')", ""),
        (Decimal(Lit("7.6")), "decimal('7.6')", ""), (Double(Lit("7.1")), "double('7.1')", ""), (Float(Lit("7.1")), "float('7.1')", ""), (Int(Lit("-7")), "int('-7')", ""),
        (Smallint(Lit("7")), "smallint('7')", ""), (String(Lit(7.5)), "string(7.5D)", ""), (Time(Lit("10:11:12.5")), "time('10:11:12.5')", ""),
        (Timestamp(Lit("2020-02-29 10:11:12")), "timestamp('2020-02-29 10:11:12')", ""), (Tinyint(Lit("7")), "tinyint('7')", ""),

        (StAsbinary(StGeogfromwkb(Unhex(Lit(Wkb)))), $"st_asbinary(st_geogfromwkb(unhex('{Wkb}')))", ""),
        (StAsbinary(StGeomfromwkb(Unhex(Lit(Wkb)))), $"st_asbinary(st_geomfromwkb(unhex('{Wkb}')))", ""),
        (StSrid(StSetsrid(StGeomfromwkb(Unhex(Lit(Wkb))), Lit(3857))), $"st_srid(st_setsrid(st_geomfromwkb(unhex('{Wkb}')), 3857))", ""),

        (ApproxTopKAccumulate(Id), "approx_top_k_accumulate(id)", Ten), (ApproxTopKAccumulate(Id, Lit(50)), "approx_top_k_accumulate(id, 50)", Ten),
        (ApproxTopKCombine(S), "approx_top_k_combine(s)", Several("approx_top_k_accumulate(id)")),
        (ApproxTopKCombine(S, Lit(60)), "approx_top_k_combine(s, 60)", Several("approx_top_k_accumulate(id)")),
        (BitmapConstructAgg(BitmapBitPosition(Id)), "bitmap_construct_agg(bitmap_bit_position(id))", Ten),
        (BitmapAndAgg(S), "bitmap_and_agg(s)", Several("bitmap_construct_agg(bitmap_bit_position(id))")),
        (BitmapOrAgg(S), "bitmap_or_agg(s)", Several("bitmap_construct_agg(bitmap_bit_position(id))")),
        (CountMinSketch(Id, Lit(0.5), Lit(0.75), Lit(1)), "count_min_sketch(id, 0.5D, 0.75D, 1)", Ten),

        (HllSketchAgg(Id), "hll_sketch_agg(id)", Ten), (HllSketchAgg(Id, Lit(10)), "hll_sketch_agg(id, 10)", Ten),
        (HllUnionAgg(S), "hll_union_agg(s)", Several("hll_sketch_agg(id)")), (HllUnionAgg(S, Lit(true)), "hll_union_agg(s, true)", Several("hll_sketch_agg(id)")),
        (HllUnion(A, B), "hll_union(a, b)", Two("hll_sketch_agg(id)")), (HllUnion(A, B, Lit(true)), "hll_union(a, b, true)", Two("hll_sketch_agg(id)")),

        (ThetaSketchAgg(Id), "theta_sketch_agg(id)", Ten), (ThetaSketchAgg(Id, Lit(10)), "theta_sketch_agg(id, 10)", Ten),
        (ThetaUnionAgg(S), "theta_union_agg(s)", Several("theta_sketch_agg(id)")), (ThetaUnionAgg(S, Lit(10)), "theta_union_agg(s, 10)", Several("theta_sketch_agg(id)")),
        (ThetaIntersectionAgg(S), "theta_intersection_agg(s)", Several("theta_sketch_agg(id)")), (ThetaDifference(A, B), "theta_difference(a, b)", Two("theta_sketch_agg(id)")),
        (ThetaIntersection(A, B), "theta_intersection(a, b)", Two("theta_sketch_agg(id)")), (ThetaUnion(A, B), "theta_union(a, b)", Two("theta_sketch_agg(id)")),
        (ThetaUnion(A, B, Lit(10)), "theta_union(a, b, 10)", Two("theta_sketch_agg(id)")),

        (KllSketchAggBigint(Id), "kll_sketch_agg_bigint(id)", Ten), (KllSketchAggBigint(Id, Lit(100)), "kll_sketch_agg_bigint(id, 100)", Ten),
        (KllSketchAggDouble(Id.Cast("double")), "kll_sketch_agg_double(CAST(id AS DOUBLE))", Ten), (KllSketchAggFloat(Id.Cast("float")), "kll_sketch_agg_float(CAST(id AS FLOAT))", Ten),
        (KllMergeAggBigint(S), "kll_merge_agg_bigint(s)", Several(Kll("bigint"))), (KllMergeAggBigint(S, Lit(100)), "kll_merge_agg_bigint(s, 100)", Several(Kll("bigint"))),
        (KllMergeAggDouble(S), "kll_merge_agg_double(s)", Several(Kll("double"))), (KllMergeAggFloat(S), "kll_merge_agg_float(s)", Several(Kll("float"))),
        (KllSketchMergeBigint(A, B), "kll_sketch_merge_bigint(a, b)", Two(Kll("bigint"))), (KllSketchMergeDouble(A, B), "kll_sketch_merge_double(a, b)", Two(Kll("double"))),
        (KllSketchMergeFloat(A, B), "kll_sketch_merge_float(a, b)", Two(Kll("float"))),
        (KllSketchGetQuantileBigint(A, Lit(0.5)), "kll_sketch_get_quantile_bigint(a, 0.5D)", Two(Kll("bigint"))),
        (KllSketchGetQuantileDouble(A, Lit(0.5)), "kll_sketch_get_quantile_double(a, 0.5D)", Two(Kll("double"))),
        (KllSketchGetQuantileFloat(A, Lit(0.5)), "kll_sketch_get_quantile_float(a, 0.5D)", Two(Kll("float"))),
        (KllSketchGetRankBigint(A, Lit(3L)), "kll_sketch_get_rank_bigint(a, 3L)", Two(Kll("bigint"))),
        (KllSketchGetRankDouble(A, Lit(3.5)), "kll_sketch_get_rank_double(a, 3.5D)", Two(Kll("double"))),
        (KllSketchGetRankFloat(A, Lit(3.5f)), "kll_sketch_get_rank_float(a, 3.5F)", Two(Kll("float"))),
        (KllSketchToStringBigint(A), "kll_sketch_to_string_bigint(a)", Two(Kll("bigint"))), (KllSketchToStringDouble(A), "kll_sketch_to_string_double(a)", Two(Kll("double"))),
        (KllSketchToStringFloat(A), "kll_sketch_to_string_float(a)", Two(Kll("float"))),
    ];

    /// <summary>The functions that one of these tests calls.</summary>
    public static IEnumerable<string> Names => CalledThere.Concat(Calls.Select(static one => one.Sql).SelectMany(NamesIn));

    /// <summary>The functions that a call and its arguments name.</summary>
    public static IEnumerable<string> NamesIn(string sql) => NameOfCall().Matches(sql).Select(static match => match.Value);

    private static string Kll(string type) => $"kll_sketch_agg_{type}(CAST(id AS {type}))";

    // Two sketches in a row whose values overlap.
    private static string Two(string sketch) => $"(SELECT {sketch} FILTER (WHERE id < 7) AS a, {sketch} FILTER (WHERE id > 4) AS b FROM {Ten})";

    // The same two in rows of one partition, always in one order.
    private static string Several(string sketch) => $"(SELECT explode(array(a, b)) AS s FROM {Two(sketch)})";

    [GeneratedRegex(@"[a-z_0-9]+(?=\()")]
    private static partial Regex NameOfCall();
}
