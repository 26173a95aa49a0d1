// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Aggregates.</content>
public static partial class Functions
{
    /// <summary>Whether a condition holds for at least one row.</summary>
    public static Column Any(Column condition) =>
        Call("any", [condition]);

    /// <summary>Some value of the group, not always the same one.</summary>
    public static Column AnyValue(Column column) =>
        Call("any_value", [column]);

    /// <summary>Some value of the group, not always the same one.</summary>
    public static Column AnyValue(Column column, Column ignoreNulls) =>
        Call("any_value", [column, ignoreNulls]);

    /// <summary>About how many distinct values there are (HyperLogLog++).</summary>
    public static Column ApproxCountDistinct(Column column) =>
        Call("approx_count_distinct", [column]);

    /// <summary>About how many distinct values there are (HyperLogLog++).</summary>
    public static Column ApproxCountDistinct(string columnName) =>
        Call("approx_count_distinct", [Col(columnName)]);

    /// <summary>About how many distinct values there are (HyperLogLog++).</summary>
    public static Column ApproxCountDistinct(Column column, double rsd) =>
        Call("approx_count_distinct", [column, rsd]);

    /// <summary>About how many distinct values there are (HyperLogLog++).</summary>
    public static Column ApproxCountDistinct(string columnName, double rsd) =>
        Call("approx_count_distinct", [Col(columnName), rsd]);

    /// <summary>About how many distinct values there are (HyperLogLog++).</summary>
    public static Column ApproxCountDistinct(Column column, Column error) =>
        Call("approx_count_distinct", [column, error]);

    /// <summary>A value at about a given share of the ordered values.</summary>
    public static Column ApproxPercentile(Column column, Column percentage) =>
        Call("approx_percentile", [column, percentage]);

    /// <summary>A value at about a given share of the ordered values.</summary>
    public static Column ApproxPercentile(Column column, Column percentage, Column accuracy) =>
        Call("approx_percentile", [column, percentage, accuracy]);

    /// <summary>The most frequent values with about their counts.</summary>
    public static Column ApproxTopK(Column column) =>
        Call("approx_top_k", [column]);

    /// <summary>The most frequent values with about their counts.</summary>
    public static Column ApproxTopK(Column column, Column k) =>
        Call("approx_top_k", [column, k]);

    /// <summary>The most frequent values with about their counts.</summary>
    public static Column ApproxTopK(Column column, Column k, Column maxItems) =>
        Call("approx_top_k", [column, k, maxItems]);

    /// <summary>A sketch of the most frequent values, to be combined later.</summary>
    public static Column ApproxTopKAccumulate(Column column) =>
        Call("approx_top_k_accumulate", [column]);

    /// <summary>A sketch of the most frequent values, to be combined later.</summary>
    public static Column ApproxTopKAccumulate(Column column, Column maxItems) =>
        Call("approx_top_k_accumulate", [column, maxItems]);

    /// <summary>One sketch of frequent values out of several.</summary>
    public static Column ApproxTopKCombine(Column state) =>
        Call("approx_top_k_combine", [state]);

    /// <summary>One sketch of frequent values out of several.</summary>
    public static Column ApproxTopKCombine(Column state, Column maxItems) =>
        Call("approx_top_k_combine", [state, maxItems]);

    /// <summary>The most frequent values that a sketch holds.</summary>
    public static Column ApproxTopKEstimate(Column state) =>
        Call("approx_top_k_estimate", [state]);

    /// <summary>The most frequent values that a sketch holds.</summary>
    public static Column ApproxTopKEstimate(Column state, Column k) =>
        Call("approx_top_k_estimate", [state, k]);

    /// <summary>All values of the group as an array; nulls are left out.</summary>
    public static Column ArrayAgg(Column column) =>
        Call("array_agg", [column]);

    /// <summary>The mean.</summary>
    public static Column Avg(Column column) =>
        Call("avg", [column]);

    /// <summary>The mean.</summary>
    public static Column Avg(string columnName) =>
        Call("avg", [Col(columnName)]);

    /// <summary>Bits set in all values.</summary>
    public static Column BitAnd(Column column) =>
        Call("bit_and", [column]);

    /// <summary>Bits set in at least one value.</summary>
    public static Column BitOr(Column column) =>
        Call("bit_or", [column]);

    /// <summary>Bits set in an odd number of values.</summary>
    public static Column BitXor(Column column) =>
        Call("bit_xor", [column]);

    /// <summary>Bits set in all of the group's bitmaps.</summary>
    public static Column BitmapAndAgg(Column column) =>
        Call("bitmap_and_agg", [column]);

    /// <summary>A bitmap of the positions in the group.</summary>
    public static Column BitmapConstructAgg(Column column) =>
        Call("bitmap_construct_agg", [column]);

    /// <summary>Bits set in at least one of the group's bitmaps.</summary>
    public static Column BitmapOrAgg(Column column) =>
        Call("bitmap_or_agg", [column]);

    /// <summary>Whether a condition holds for every row.</summary>
    public static Column BoolAnd(Column condition) =>
        Call("bool_and", [condition]);

    /// <summary>Whether a condition holds for at least one row.</summary>
    public static Column BoolOr(Column condition) =>
        Call("bool_or", [condition]);

    /// <summary>All values of the group as an array, in no fixed order; nulls are left out.</summary>
    public static Column CollectList(Column column) =>
        Call("collect_list", [column]);

    /// <summary>All values of the group as an array, in no fixed order; nulls are left out.</summary>
    public static Column CollectList(string columnName) =>
        Call("collect_list", [Col(columnName)]);

    /// <summary>The distinct values of the group as an array, in no fixed order.</summary>
    public static Column CollectSet(Column column) =>
        Call("collect_set", [column]);

    /// <summary>The distinct values of the group as an array, in no fixed order.</summary>
    public static Column CollectSet(string columnName) =>
        Call("collect_set", [Col(columnName)]);

    /// <summary>Pearson's correlation of two columns.</summary>
    public static Column Corr(Column column1, Column column2) =>
        Call("corr", [column1, column2]);

    /// <summary>Pearson's correlation of two columns.</summary>
    public static Column Corr(string columnName1, string columnName2) =>
        Call("corr", [columnName1, columnName2]);

    /// <summary>The number of rows in which the value is not null.</summary>
    public static Column Count(Column column) =>
        Call("count", [column]);

    /// <summary>The number of rows in which the value is not null.</summary>
    public static Column Count(string columnName) =>
        Call("count", [Col(columnName)]);

    /// <summary>The number of rows for which a condition holds.</summary>
    public static Column CountIf(Column condition) =>
        Call("count_if", [condition]);

    /// <summary>A count-min sketch of the values, as bytes.</summary>
    public static Column CountMinSketch(Column column, Column epsilon, Column confidence, Column seed) =>
        Call("count_min_sketch", [column, epsilon, confidence, seed]);

    /// <summary>The covariance of two columns, of the whole population.</summary>
    public static Column CovarPop(Column column1, Column column2) =>
        Call("covar_pop", [column1, column2]);

    /// <summary>The covariance of two columns, of the whole population.</summary>
    public static Column CovarPop(string columnName1, string columnName2) =>
        Call("covar_pop", [columnName1, columnName2]);

    /// <summary>The covariance of two columns, of a sample.</summary>
    public static Column CovarSamp(Column column1, Column column2) =>
        Call("covar_samp", [column1, column2]);

    /// <summary>The covariance of two columns, of a sample.</summary>
    public static Column CovarSamp(string columnName1, string columnName2) =>
        Call("covar_samp", [columnName1, columnName2]);

    /// <summary>Whether a condition holds for every row.</summary>
    public static Column Every(Column condition) =>
        Call("every", [condition]);

    /// <summary>The first value of the group.</summary>
    public static Column First(Column column, bool ignoreNulls = false) =>
        Call("first", [column, ignoreNulls]);

    /// <summary>The first value of the group.</summary>
    public static Column First(string columnName, bool ignoreNulls = false) =>
        Call("first", [Col(columnName), ignoreNulls]);

    /// <summary>The first value of the group.</summary>
    public static Column First(Column column) =>
        Call("first", [column]);

    /// <summary>The first value of the group.</summary>
    public static Column First(Column column, Column ignoreNulls) =>
        Call("first", [column, ignoreNulls]);

    /// <summary>The first value of the group.</summary>
    public static Column FirstValue(Column column) =>
        Call("first_value", [column]);

    /// <summary>The first value of the group.</summary>
    public static Column FirstValue(Column column, Column ignoreNulls) =>
        Call("first_value", [column, ignoreNulls]);

    /// <summary>1 if a column is summed over in this grouping set, else 0.</summary>
    public static Column Grouping(Column column) =>
        Call("grouping", [column]);

    /// <summary>1 if a column is summed over in this grouping set, else 0.</summary>
    public static Column Grouping(string columnName) =>
        Call("grouping", [Col(columnName)]);

    /// <summary>Which columns are summed over in this grouping set, as bits.</summary>
    public static Column GroupingId(params Column[] columns) =>
        Call("grouping_id", [.. columns]);

    /// <summary>Which columns are summed over in this grouping set, as bits.</summary>
    public static Column GroupingId(string columnName, params string[] columnNames) =>
        Call("grouping_id", [Col(columnName), .. columnNames.Select(Col)]);

    /// <summary>A histogram of the values in bins of about equal weight.</summary>
    public static Column HistogramNumeric(Column column, Column bins) =>
        Call("histogram_numeric", [column, bins]);

    /// <summary>A HyperLogLog sketch of the values.</summary>
    public static Column HllSketchAgg(Column column) =>
        Call("hll_sketch_agg", [column]);

    /// <summary>A HyperLogLog sketch of the values.</summary>
    public static Column HllSketchAgg(Column column, Column lgConfigK) =>
        Call("hll_sketch_agg", [column, lgConfigK]);

    /// <summary>One HyperLogLog sketch out of several.</summary>
    public static Column HllUnionAgg(Column column) =>
        Call("hll_union_agg", [column]);

    /// <summary>One HyperLogLog sketch out of several.</summary>
    public static Column HllUnionAgg(Column column, Column allowDifferentLgConfigK) =>
        Call("hll_union_agg", [column, allowDifferentLgConfigK]);

    /// <summary>One quantile sketch of whole numbers out of several.</summary>
    public static Column KllMergeAggBigint(Column column) =>
        Call("kll_merge_agg_bigint", [column]);

    /// <summary>One quantile sketch of whole numbers out of several.</summary>
    public static Column KllMergeAggBigint(Column column, Column k) =>
        Call("kll_merge_agg_bigint", [column, k]);

    /// <summary>One quantile sketch of doubles out of several.</summary>
    public static Column KllMergeAggDouble(Column column) =>
        Call("kll_merge_agg_double", [column]);

    /// <summary>One quantile sketch of doubles out of several.</summary>
    public static Column KllMergeAggDouble(Column column, Column k) =>
        Call("kll_merge_agg_double", [column, k]);

    /// <summary>One quantile sketch of floats out of several.</summary>
    public static Column KllMergeAggFloat(Column column) =>
        Call("kll_merge_agg_float", [column]);

    /// <summary>One quantile sketch of floats out of several.</summary>
    public static Column KllMergeAggFloat(Column column, Column k) =>
        Call("kll_merge_agg_float", [column, k]);

    /// <summary>A quantile sketch of whole numbers.</summary>
    public static Column KllSketchAggBigint(Column column) =>
        Call("kll_sketch_agg_bigint", [column]);

    /// <summary>A quantile sketch of whole numbers.</summary>
    public static Column KllSketchAggBigint(Column column, Column k) =>
        Call("kll_sketch_agg_bigint", [column, k]);

    /// <summary>A quantile sketch of doubles.</summary>
    public static Column KllSketchAggDouble(Column column) =>
        Call("kll_sketch_agg_double", [column]);

    /// <summary>A quantile sketch of doubles.</summary>
    public static Column KllSketchAggDouble(Column column, Column k) =>
        Call("kll_sketch_agg_double", [column, k]);

    /// <summary>A quantile sketch of floats.</summary>
    public static Column KllSketchAggFloat(Column column) =>
        Call("kll_sketch_agg_float", [column]);

    /// <summary>A quantile sketch of floats.</summary>
    public static Column KllSketchAggFloat(Column column, Column k) =>
        Call("kll_sketch_agg_float", [column, k]);

    /// <summary>The kurtosis of the values.</summary>
    public static Column Kurtosis(Column column) =>
        Call("kurtosis", [column]);

    /// <summary>The kurtosis of the values.</summary>
    public static Column Kurtosis(string columnName) =>
        Call("kurtosis", [Col(columnName)]);

    /// <summary>The last value of the group.</summary>
    public static Column Last(Column column, bool ignoreNulls = false) =>
        Call("last", [column, ignoreNulls]);

    /// <summary>The last value of the group.</summary>
    public static Column Last(string columnName, bool ignoreNulls = false) =>
        Call("last", [Col(columnName), ignoreNulls]);

    /// <summary>The last value of the group.</summary>
    public static Column Last(Column column) =>
        Call("last", [column]);

    /// <summary>The last value of the group.</summary>
    public static Column Last(Column column, Column ignoreNulls) =>
        Call("last", [column, ignoreNulls]);

    /// <summary>The last value of the group.</summary>
    public static Column LastValue(Column column) =>
        Call("last_value", [column]);

    /// <summary>The last value of the group.</summary>
    public static Column LastValue(Column column, Column ignoreNulls) =>
        Call("last_value", [column, ignoreNulls]);

    /// <summary>The values of the group joined into one text.</summary>
    public static Column Listagg(Column column) =>
        Call("listagg", [column]);

    /// <summary>The values of the group joined into one text.</summary>
    public static Column Listagg(Column column, Column delimiter) =>
        Call("listagg", [column, delimiter]);

    /// <summary>The greatest value.</summary>
    public static Column Max(Column column) =>
        Call("max", [column]);

    /// <summary>The greatest value.</summary>
    public static Column Max(string columnName) =>
        Call("max", [Col(columnName)]);

    /// <summary>The value in the row where another column is greatest.</summary>
    public static Column MaxBy(Column column, Column order) =>
        Call("max_by", [column, order]);

    /// <summary>The mean.</summary>
    public static Column Mean(Column column) =>
        Call("mean", [column]);

    /// <summary>The mean.</summary>
    public static Column Mean(string columnName) =>
        Call("mean", [Col(columnName)]);

    /// <summary>The median.</summary>
    public static Column Median(Column column) =>
        Call("median", [column]);

    /// <summary>The least value.</summary>
    public static Column Min(Column column) =>
        Call("min", [column]);

    /// <summary>The least value.</summary>
    public static Column Min(string columnName) =>
        Call("min", [Col(columnName)]);

    /// <summary>The value in the row where another column is least.</summary>
    public static Column MinBy(Column column, Column order) =>
        Call("min_by", [column, order]);

    /// <summary>The most frequent value.</summary>
    public static Column Mode(Column column) =>
        Call("mode", [column]);

    /// <summary>The most frequent value.</summary>
    public static Column Mode(Column column, Column deterministic) =>
        Call("mode", [column, deterministic]);
}
