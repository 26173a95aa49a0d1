// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Arrays.</content>
public static partial class Functions
{
    /// <summary>Folds an array from a start value with a function.</summary>
    public static Column Aggregate(Column array, Column start, Func<Column, Column, Column> merge) =>
        Call("aggregate", [array, start, Lambda(merge)]);

    /// <summary>Folds an array from a start value with a function.</summary>
    public static Column Aggregate(Column array, Column start, Func<Column, Column, Column> merge, Func<Column, Column> finish) =>
        Call("aggregate", [array, start, Lambda(merge), Lambda(finish)]);

    /// <summary>An array of values.</summary>
    public static Column Array(params Column[] columns) =>
        Call("array", [.. columns]);

    /// <summary>An array of values.</summary>
    public static Column Array(string columnName, params string[] columnNames) =>
        Call("array", [Col(columnName), .. columnNames.Select(Col)]);

    /// <summary>An array with an element added at the end.</summary>
    public static Column ArrayAppend(Column array, Column element) =>
        Call("array_append", [array, element]);

    /// <summary>An array without its nulls.</summary>
    public static Column ArrayCompact(Column array) =>
        Call("array_compact", [array]);

    /// <summary>Whether an array contains a value.</summary>
    public static Column ArrayContains(Column column, object? value) =>
        Call("array_contains", [column, value]);

    /// <summary>Whether an array contains a value.</summary>
    public static Column ArrayContains(Column array, Column value) =>
        Call("array_contains", [array, value]);

    /// <summary>An array with each value once.</summary>
    public static Column ArrayDistinct(Column column) =>
        Call("array_distinct", [column]);

    /// <summary>The values of one array that another lacks, each once.</summary>
    public static Column ArrayExcept(Column col1, Column col2) =>
        Call("array_except", [col1, col2]);

    /// <summary>An array with a value put at a position, from 1.</summary>
    public static Column ArrayInsert(Column array, Column position, Column value) =>
        Call("array_insert", [array, position, value]);

    /// <summary>The values in both arrays, each once.</summary>
    public static Column ArrayIntersect(Column col1, Column col2) =>
        Call("array_intersect", [col1, col2]);

    /// <summary>The elements of an array joined into one text.</summary>
    public static Column ArrayJoin(Column column, string delimiter, string nullReplacement) =>
        Call("array_join", [column, delimiter, nullReplacement]);

    /// <summary>The elements of an array joined into one text.</summary>
    public static Column ArrayJoin(Column column, string delimiter) =>
        Call("array_join", [column, delimiter]);

    /// <summary>The elements of an array joined into one text.</summary>
    public static Column ArrayJoin(Column array, Column delimiter) =>
        Call("array_join", [array, delimiter]);

    /// <summary>The elements of an array joined into one text.</summary>
    public static Column ArrayJoin(Column array, Column delimiter, Column nullReplacement) =>
        Call("array_join", [array, delimiter, nullReplacement]);

    /// <summary>The greatest element.</summary>
    public static Column ArrayMax(Column column) =>
        Call("array_max", [column]);

    /// <summary>The least element.</summary>
    public static Column ArrayMin(Column column) =>
        Call("array_min", [column]);

    /// <summary>The position of the first such element, from 1; 0 if there is none.</summary>
    public static Column ArrayPosition(Column column, object? value) =>
        Call("array_position", [column, value]);

    /// <summary>The position of the first such element, from 1; 0 if there is none.</summary>
    public static Column ArrayPosition(Column array, Column value) =>
        Call("array_position", [array, value]);

    /// <summary>An array with an element added at the front.</summary>
    public static Column ArrayPrepend(Column array, Column element) =>
        Call("array_prepend", [array, element]);

    /// <summary>An array without the elements of a value.</summary>
    public static Column ArrayRemove(Column column, object? element) =>
        Call("array_remove", [column, element]);

    /// <summary>An array without the elements of a value.</summary>
    public static Column ArrayRemove(Column array, Column element) =>
        Call("array_remove", [array, element]);

    /// <summary>An array of one value, so many times.</summary>
    public static Column ArrayRepeat(Column left, Column right) =>
        Call("array_repeat", [left, right]);

    /// <summary>An array of one value, so many times.</summary>
    public static Column ArrayRepeat(Column left, int count) =>
        Call("array_repeat", [left, count]);

    /// <summary>The number of elements.</summary>
    public static Column ArraySize(Column array) =>
        Call("array_size", [array]);

    /// <summary>An array in ascending order, nulls last, or by a function that compares.</summary>
    public static Column ArraySort(Column column) =>
        Call("array_sort", [column]);

    /// <summary>An array in ascending order, nulls last, or by a function that compares.</summary>
    public static Column ArraySort(Column array, Func<Column, Column, Column> compare) =>
        Call("array_sort", [array, Lambda(compare)]);

    /// <summary>The values in one of two arrays, each once.</summary>
    public static Column ArrayUnion(Column col1, Column col2) =>
        Call("array_union", [col1, col2]);

    /// <summary>Whether two arrays share a value.</summary>
    public static Column ArraysOverlap(Column a1, Column a2) =>
        Call("arrays_overlap", [a1, a2]);

    /// <summary>An array of structs of the elements at equal positions.</summary>
    public static Column ArraysZip(params Column[] columns) =>
        Call("arrays_zip", [.. columns]);

    /// <summary>The number of elements of an array or map.</summary>
    public static Column Cardinality(Column column) =>
        Call("cardinality", [column]);

    /// <summary>An element of an array by position from 1, or a value of a map by key.</summary>
    public static Column ElementAt(Column column, object? value) =>
        Call("element_at", [column, value]);

    /// <summary>An element of an array by position from 1, or a value of a map by key.</summary>
    public static Column ElementAt(Column column, Column key) =>
        Call("element_at", [column, key]);

    /// <summary>Whether a condition holds for at least one element.</summary>
    public static Column Exists(Column array, Func<Column, Column> predicate) =>
        Call("exists", [array, Lambda(predicate)]);

    /// <summary>A row for each element of an array or entry of a map.</summary>
    public static Column Explode(Column column) =>
        Call("explode", [column]);

    /// <summary>A row for each element of an array or entry of a map, or one of null if there are none.</summary>
    public static Column ExplodeOuter(Column column) =>
        Call("explode_outer", [column]);

    /// <summary>The elements for which a condition holds.</summary>
    public static Column Filter(Column array, Func<Column, Column> predicate) =>
        Call("filter", [array, Lambda(predicate)]);

    /// <summary>The elements of an array's arrays in one array.</summary>
    public static Column Flatten(Column column) =>
        Call("flatten", [column]);

    /// <summary>Whether a condition holds for every element.</summary>
    public static Column Forall(Column array, Func<Column, Column> predicate) =>
        Call("forall", [array, Lambda(predicate)]);

    /// <summary>An element by position from 0; null outside.</summary>
    public static Column Get(Column array, Column index) =>
        Call("get", [array, index]);

    /// <summary>A row for each struct of an array.</summary>
    public static Column Inline(Column column) =>
        Call("inline", [column]);

    /// <summary>A row for each struct of an array, or one of nulls if there are none.</summary>
    public static Column InlineOuter(Column column) =>
        Call("inline_outer", [column]);

    /// <summary>A row for each element, with its position.</summary>
    public static Column PosExplode(Column column) =>
        Call("posexplode", [column]);

    /// <summary>A row for each element, with its position, or one of nulls if there are none.</summary>
    public static Column PosExplodeOuter(Column column) =>
        Call("posexplode_outer", [column]);

    /// <summary>Folds an array from a start value with a function.</summary>
    public static Column Reduce(Column array, Column start, Func<Column, Column, Column> merge) =>
        Call("reduce", [array, start, Lambda(merge)]);

    /// <summary>Folds an array from a start value with a function.</summary>
    public static Column Reduce(Column array, Column start, Func<Column, Column, Column> merge, Func<Column, Column> finish) =>
        Call("reduce", [array, start, Lambda(merge), Lambda(finish)]);

    /// <summary>An array of the values from a first to a last one.</summary>
    public static Column Sequence(Column start, Column stop, Column step) =>
        Call("sequence", [start, stop, step]);

    /// <summary>An array of the values from a first to a last one.</summary>
    public static Column Sequence(Column start, Column stop) =>
        Call("sequence", [start, stop]);

    /// <summary>An array in random order.</summary>
    public static Column Shuffle(Column column) =>
        Call("shuffle", [column]);

    /// <summary>An array in random order.</summary>
    public static Column Shuffle(Column array, Column seed) =>
        Call("shuffle", [array, seed]);

    /// <summary>The number of elements of an array or map.</summary>
    public static Column Size(Column column) =>
        Call("size", [column]);

    /// <summary>A part of an array; positions count from 1.</summary>
    public static Column Slice(Column column, int start, int length) =>
        Call("slice", [column, start, length]);

    /// <summary>A part of an array; positions count from 1.</summary>
    public static Column Slice(Column column, Column start, Column length) =>
        Call("slice", [column, start, length]);

    /// <summary>An array in order.</summary>
    public static Column SortArray(Column column, bool asc = true) =>
        Call("sort_array", [column, asc]);

    /// <summary>An array in order.</summary>
    public static Column SortArray(Column array) =>
        Call("sort_array", [array]);

    /// <summary>An array in order.</summary>
    public static Column SortArray(Column array, Column ascending) =>
        Call("sort_array", [array, ascending]);

    /// <summary>Values spread over a number of rows, which is the first argument.</summary>
    public static Column Stack(params Column[] columns) =>
        Call("stack", [.. columns]);

    /// <summary>A function of each element.</summary>
    public static Column Transform(Column array, Func<Column, Column> function) =>
        Call("transform", [array, Lambda(function)]);

    /// <summary>An element or a map's value; null where there is none.</summary>
    public static Column TryElementAt(Column column, Column key) =>
        Call("try_element_at", [column, key]);

    /// <summary>A function of the elements of two arrays at equal positions.</summary>
    public static Column ZipWith(Column left, Column right, Func<Column, Column, Column> function) =>
        Call("zip_with", [left, right, Lambda(function)]);
}
