// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Maps.</content>
public static partial class Functions
{
    /// <summary>A map of keys and values in turn.</summary>
    public static Column Map(params Column[] columns) =>
        Call("map", [.. columns]);

    /// <summary>The entries of several maps in one.</summary>
    public static Column MapConcat(params Column[] columns) =>
        Call("map_concat", [.. columns]);

    /// <summary>Whether a map has a key.</summary>
    public static Column MapContainsKey(Column map, Column key) =>
        Call("map_contains_key", [map, key]);

    /// <summary>The entries of a map as an array of structs.</summary>
    public static Column MapEntries(Column column) =>
        Call("map_entries", [column]);

    /// <summary>The entries for which a condition on key and value holds.</summary>
    public static Column MapFilter(Column map, Func<Column, Column, Column> predicate) =>
        Call("map_filter", [map, Lambda(predicate)]);

    /// <summary>A map of an array of keys and one of values.</summary>
    public static Column MapFromArrays(Column key, Column values) =>
        Call("map_from_arrays", [key, values]);

    /// <summary>A map of an array of structs.</summary>
    public static Column MapFromEntries(Column column) =>
        Call("map_from_entries", [column]);

    /// <summary>The keys of a map.</summary>
    public static Column MapKeys(Column column) =>
        Call("map_keys", [column]);

    /// <summary>The values of a map.</summary>
    public static Column MapValues(Column column) =>
        Call("map_values", [column]);

    /// <summary>A function of each key and its values in two maps.</summary>
    public static Column MapZipWith(Column map1, Column map2, Func<Column, Column, Column, Column> function) =>
        Call("map_zip_with", [map1, map2, Lambda(function)]);

    /// <summary>A struct of names and values in turn.</summary>
    public static Column NamedStruct(params Column[] columns) =>
        Call("named_struct", [.. columns]);

    /// <summary>A map out of text.</summary>
    public static Column StrToMap(Column text) =>
        Call("str_to_map", [text]);

    /// <summary>A map out of text.</summary>
    public static Column StrToMap(Column text, Column pairDelimiter) =>
        Call("str_to_map", [text, pairDelimiter]);

    /// <summary>A map out of text.</summary>
    public static Column StrToMap(Column text, Column pairDelimiter, Column keyValueDelimiter) =>
        Call("str_to_map", [text, pairDelimiter, keyValueDelimiter]);

    /// <summary>A struct of columns.</summary>
    public static Column Struct(params Column[] columns) =>
        Call("struct", [.. columns]);

    /// <summary>A struct of columns.</summary>
    public static Column Struct(string columnName, params string[] columnNames) =>
        Call("struct", [Col(columnName), .. columnNames.Select(Col)]);

    /// <summary>A map with a function of key and value for each key.</summary>
    public static Column TransformKeys(Column map, Func<Column, Column, Column> function) =>
        Call("transform_keys", [map, Lambda(function)]);

    /// <summary>A map with a function of key and value for each value.</summary>
    public static Column TransformValues(Column map, Func<Column, Column, Column> function) =>
        Call("transform_values", [map, Lambda(function)]);
}
