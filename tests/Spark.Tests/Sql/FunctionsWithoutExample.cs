using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Spark.Tests.Sql;

/// <summary>Functions that Spark describes without an example that is a plain call.</summary>
internal static class FunctionsWithoutExample
{
    /// <summary>What the tests of lambdas, windows and the moment call in <see cref="FunctionTests"/>.</summary>
    private static readonly string[] CalledThere =
    [
        "transform", "filter", "exists", "forall", "aggregate", "reduce", "zip_with", "map_filter", "transform_keys", "transform_values", "map_zip_with", "array_sort",
        "cume_dist", "dense_rank", "rank", "percent_rank", "row_number", "ntile", "lag", "lead", "nth_value",
        "rand", "randn", "uuid", "now", "current_date", "current_timestamp", "curdate", "localtimestamp", "unix_timestamp", "spark_partition_id",
        "monotonically_increasing_id", "input_file_name", "shuffle", "uniform", "randstr", "current_user", "version", "random", "current_time",
    ];

    /// <summary>Called by no test so far; the list may only become shorter.</summary>
    public static IReadOnlyList<string> NotCalled { get; } =
    [
        "approx_top_k_accumulate", "approx_top_k_combine", "bitmap_and_agg", "bitmap_construct_agg", "bitmap_or_agg", "count_min_sketch", "grouping",
        "grouping_id", "hll_sketch_agg", "hll_union_agg", "kll_merge_agg_bigint", "kll_merge_agg_double", "kll_merge_agg_float",
        "kll_sketch_agg_bigint", "kll_sketch_agg_double", "kll_sketch_agg_float", "theta_intersection_agg", "theta_sketch_agg", "theta_union_agg",
        "not", "log", "mod", "collate", "overlay", "space", "unhex", "extract", "session_window", "window", "window_time", "variant_explode",
        "variant_explode_outer", "bigint", "binary", "boolean", "date", "decimal", "double", "float", "int", "smallint", "string", "time",
        "timestamp", "tinyint", "aes_encrypt", "hll_union", "kll_sketch_get_quantile_bigint", "kll_sketch_get_quantile_double",
        "kll_sketch_get_quantile_float", "kll_sketch_get_rank_bigint", "kll_sketch_get_rank_double", "kll_sketch_get_rank_float",
        "kll_sketch_merge_bigint", "kll_sketch_merge_double", "kll_sketch_merge_float", "kll_sketch_to_string_bigint", "kll_sketch_to_string_double",
        "kll_sketch_to_string_float", "st_asbinary", "st_geogfromwkb", "st_geomfromwkb", "st_setsrid", "theta_difference", "theta_intersection",
        "theta_union",
    ];

    /// <summary>Calls with the same call as SQL, over the rows of a relation where one is needed.</summary>
    public static IReadOnlyList<(Column Call, string Sql, string From)> Calls { get; } =
    [
        (Mode(Col("v")), "mode(v)", "VALUES (1), (2), (2) AS t(v)"),
        (Listagg(Col("v")), "listagg(v)", "VALUES ('a'), ('a') AS t(v)"),
        (StringAgg(Col("v"), Lit("-")), "string_agg(v, '-')", "VALUES ('a'), ('a') AS t(v)"),
        (JavaMethod(Lit("java.lang.Integer"), Lit("parseInt"), Lit("7")), "java_method('java.lang.Integer', 'parseInt', '7')", ""),
        (Reflect(Lit("java.lang.Integer"), Lit("parseInt"), Lit("7")), "reflect('java.lang.Integer', 'parseInt', '7')", ""),
        (TryReflect(Lit("java.lang.Integer"), Lit("parseInt"), Lit("seven")), "try_reflect('java.lang.Integer', 'parseInt', 'seven')", ""),
    ];

    /// <summary>The functions that one of these tests calls.</summary>
    public static IEnumerable<string> Names => CalledThere.Concat(Calls.Select(static one => one.Sql[..one.Sql.IndexOf('(', StringComparison.Ordinal)]));
}
