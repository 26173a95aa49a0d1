// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Aggregates.</content>
public static partial class Functions
{
    /// <summary>The exact value at a given share of the ordered values, between neighbours where needed.</summary>
    public static Column Percentile(Column column, Column percentage) =>
        Call("percentile", [column, percentage]);

    /// <summary>The exact value at a given share of the ordered values, between neighbours where needed.</summary>
    public static Column Percentile(Column column, Column percentage, Column frequency) =>
        Call("percentile", [column, percentage, frequency]);

    /// <summary>A value at about a given share of the ordered values.</summary>
    public static Column PercentileApprox(Column column, Column percentage, Column accuracy) =>
        Call("percentile_approx", [column, percentage, accuracy]);

    /// <summary>A value at about a given share of the ordered values.</summary>
    public static Column PercentileApprox(Column column, Column percentage) =>
        Call("percentile_approx", [column, percentage]);

    /// <summary>The product of the values.</summary>
    public static Column Product(Column column) =>
        Call("product", [column]);

    /// <summary>The mean of x over pairs without null.</summary>
    public static Column RegrAvgx(Column y, Column x) =>
        Call("regr_avgx", [y, x]);

    /// <summary>The mean of y over pairs without null.</summary>
    public static Column RegrAvgy(Column y, Column x) =>
        Call("regr_avgy", [y, x]);

    /// <summary>The number of pairs without null.</summary>
    public static Column RegrCount(Column y, Column x) =>
        Call("regr_count", [y, x]);

    /// <summary>Where the regression line of y on x cuts the axis.</summary>
    public static Column RegrIntercept(Column y, Column x) =>
        Call("regr_intercept", [y, x]);

    /// <summary>The share of y's variance that the regression on x explains.</summary>
    public static Column RegrR2(Column y, Column x) =>
        Call("regr_r2", [y, x]);

    /// <summary>The slope of the regression line of y on x.</summary>
    public static Column RegrSlope(Column y, Column x) =>
        Call("regr_slope", [y, x]);

    /// <summary>The sum of squares of x around its mean.</summary>
    public static Column RegrSxx(Column y, Column x) =>
        Call("regr_sxx", [y, x]);

    /// <summary>The sum of products of x and y around their means.</summary>
    public static Column RegrSxy(Column y, Column x) =>
        Call("regr_sxy", [y, x]);

    /// <summary>The sum of squares of y around its mean.</summary>
    public static Column RegrSyy(Column y, Column x) =>
        Call("regr_syy", [y, x]);

    /// <summary>One schema for all variants of the group, as SQL writes it.</summary>
    public static Column SchemaOfVariantAgg(Column variant) =>
        Call("schema_of_variant_agg", [variant]);

    /// <summary>The skewness of the values.</summary>
    public static Column Skewness(Column column) =>
        Call("skewness", [column]);

    /// <summary>The skewness of the values.</summary>
    public static Column Skewness(string columnName) =>
        Call("skewness", [Col(columnName)]);

    /// <summary>Whether a condition holds for at least one row.</summary>
    public static Column Some(Column condition) =>
        Call("some", [condition]);

    /// <summary>The standard deviation of a sample.</summary>
    public static Column Std(Column column) =>
        Call("std", [column]);

    /// <summary>The standard deviation of a sample.</summary>
    public static Column Stddev(Column column) =>
        Call("stddev", [column]);

    /// <summary>The standard deviation of a sample.</summary>
    public static Column Stddev(string columnName) =>
        Call("stddev", [Col(columnName)]);

    /// <summary>The standard deviation of the whole population.</summary>
    public static Column StddevPop(Column column) =>
        Call("stddev_pop", [column]);

    /// <summary>The standard deviation of the whole population.</summary>
    public static Column StddevPop(string columnName) =>
        Call("stddev_pop", [Col(columnName)]);

    /// <summary>The standard deviation of a sample.</summary>
    public static Column StddevSamp(Column column) =>
        Call("stddev_samp", [column]);

    /// <summary>The standard deviation of a sample.</summary>
    public static Column StddevSamp(string columnName) =>
        Call("stddev_samp", [Col(columnName)]);

    /// <summary>The values of the group joined into one text.</summary>
    public static Column StringAgg(Column column) =>
        Call("string_agg", [column]);

    /// <summary>The values of the group joined into one text.</summary>
    public static Column StringAgg(Column column, Column delimiter) =>
        Call("string_agg", [column, delimiter]);

    /// <summary>The sum.</summary>
    public static Column Sum(Column column) =>
        Call("sum", [column]);

    /// <summary>The sum.</summary>
    public static Column Sum(string columnName) =>
        Call("sum", [Col(columnName)]);

    /// <summary>A theta sketch of the values in all of the group's sketches.</summary>
    public static Column ThetaIntersectionAgg(Column column) =>
        Call("theta_intersection_agg", [column]);

    /// <summary>A theta sketch of the values.</summary>
    public static Column ThetaSketchAgg(Column column) =>
        Call("theta_sketch_agg", [column]);

    /// <summary>A theta sketch of the values.</summary>
    public static Column ThetaSketchAgg(Column column, Column lgNominalEntries) =>
        Call("theta_sketch_agg", [column, lgNominalEntries]);

    /// <summary>A theta sketch of the values in one of the group's sketches.</summary>
    public static Column ThetaUnionAgg(Column column) =>
        Call("theta_union_agg", [column]);

    /// <summary>A theta sketch of the values in one of the group's sketches.</summary>
    public static Column ThetaUnionAgg(Column column, Column lgNominalEntries) =>
        Call("theta_union_agg", [column, lgNominalEntries]);

    /// <summary>The mean, null where it overflows.</summary>
    public static Column TryAvg(Column column) =>
        Call("try_avg", [column]);

    /// <summary>The sum, null where it overflows.</summary>
    public static Column TrySum(Column column) =>
        Call("try_sum", [column]);

    /// <summary>The variance of the whole population.</summary>
    public static Column VarPop(Column column) =>
        Call("var_pop", [column]);

    /// <summary>The variance of the whole population.</summary>
    public static Column VarPop(string columnName) =>
        Call("var_pop", [Col(columnName)]);

    /// <summary>The variance of a sample.</summary>
    public static Column VarSamp(Column column) =>
        Call("var_samp", [column]);

    /// <summary>The variance of a sample.</summary>
    public static Column VarSamp(string columnName) =>
        Call("var_samp", [Col(columnName)]);

    /// <summary>The variance of a sample.</summary>
    public static Column Variance(Column column) =>
        Call("variance", [column]);

    /// <summary>The variance of a sample.</summary>
    public static Column Variance(string columnName) =>
        Call("variance", [Col(columnName)]);
}
