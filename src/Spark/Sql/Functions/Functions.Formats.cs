// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Formats.</content>
public static partial class Functions
{
    /// <summary>The struct that a line of CSV holds.</summary>
    public static Column FromCsv(Column column, Types.StructType schema, Dictionary<string, string> options) =>
        Call("from_csv", options, [column, schema.SimpleString]);

    /// <summary>The struct that a line of CSV holds.</summary>
    public static Column FromCsv(Column column, Column schema, Dictionary<string, string> options) =>
        Call("from_csv", options, [column, schema]);

    /// <summary>The struct that a line of CSV holds.</summary>
    public static Column FromCsv(Column text, Column schema) =>
        Call("from_csv", [text, schema]);

    /// <summary>The struct that a line of CSV holds.</summary>
    public static Column FromCsv(Column text, Column schema, Column options) =>
        Call("from_csv", [text, schema, options]);

    /// <summary>The value that JSON text holds.</summary>
    public static Column FromJson(Column column, string schema, Dictionary<string, string>? options = null) =>
        Call("from_json", options, [column, schema]);

    /// <summary>The value that JSON text holds.</summary>
    public static Column FromJson(Column column, Column schema, Dictionary<string, string>? options = null) =>
        Call("from_json", options, [column, schema]);

    /// <summary>The value that JSON text holds.</summary>
    public static Column FromJson(Column text, Column schema) =>
        Call("from_json", [text, schema]);

    /// <summary>The value that JSON text holds.</summary>
    public static Column FromJson(Column text, Column schema, Column options) =>
        Call("from_json", [text, schema, options]);

    /// <summary>The struct that XML text holds.</summary>
    public static Column FromXml(Column text, Column schema) =>
        Call("from_xml", [text, schema]);

    /// <summary>The struct that XML text holds.</summary>
    public static Column FromXml(Column text, Column schema, Column options) =>
        Call("from_xml", [text, schema, options]);

    /// <summary>A part of JSON text by path.</summary>
    public static Column GetJsonObject(Column column, string path) =>
        Call("get_json_object", [column, path]);

    /// <summary>A part of JSON text by path.</summary>
    public static Column GetJsonObject(Column text, Column path) =>
        Call("get_json_object", [text, path]);

    /// <summary>Whether a variant is a JSON null.</summary>
    public static Column IsVariantNull(Column variant) =>
        Call("is_variant_null", [variant]);

    /// <summary>The number of elements of a JSON array.</summary>
    public static Column JsonArrayLength(Column text) =>
        Call("json_array_length", [text]);

    /// <summary>The names in a JSON object.</summary>
    public static Column JsonObjectKeys(Column text) =>
        Call("json_object_keys", [text]);

    /// <summary>Several parts of JSON text by name; the text is the first argument.</summary>
    public static Column JsonTuple(Column column, params string[] fields) =>
        Call("json_tuple", [column, .. fields]);

    /// <summary>Several parts of JSON text by name; the text is the first argument.</summary>
    public static Column JsonTuple(params Column[] columns) =>
        Call("json_tuple", [.. columns]);

    /// <summary>The variant that JSON text holds.</summary>
    public static Column ParseJson(Column text) =>
        Call("parse_json", [text]);

    /// <summary>A part of a URL.</summary>
    public static Column ParseUrl(Column url, Column part) =>
        Call("parse_url", [url, part]);

    /// <summary>A part of a URL.</summary>
    public static Column ParseUrl(Column url, Column part, Column key) =>
        Call("parse_url", [url, part, key]);

    /// <summary>The schema of a line of CSV, as SQL writes it.</summary>
    public static Column SchemaOfCsv(string csv) =>
        Call("schema_of_csv", [csv]);

    /// <summary>The schema of a line of CSV, as SQL writes it.</summary>
    public static Column SchemaOfCsv(Column csv) =>
        Call("schema_of_csv", [csv]);

    /// <summary>The schema of a line of CSV, as SQL writes it.</summary>
    public static Column SchemaOfCsv(Column csv, Dictionary<string, string> options) =>
        Call("schema_of_csv", options, [csv]);

    /// <summary>The schema of a line of CSV, as SQL writes it.</summary>
    public static Column SchemaOfCsv(Column text, Column options) =>
        Call("schema_of_csv", [text, options]);

    /// <summary>The schema of JSON text, as SQL writes it.</summary>
    public static Column SchemaOfJson(string json) =>
        Call("schema_of_json", [json]);

    /// <summary>The schema of JSON text, as SQL writes it.</summary>
    public static Column SchemaOfJson(Column json) =>
        Call("schema_of_json", [json]);

    /// <summary>The schema of JSON text, as SQL writes it.</summary>
    public static Column SchemaOfJson(Column json, Dictionary<string, string> options) =>
        Call("schema_of_json", options, [json]);

    /// <summary>The schema of JSON text, as SQL writes it.</summary>
    public static Column SchemaOfJson(Column text, Column options) =>
        Call("schema_of_json", [text, options]);

    /// <summary>The schema of a variant, as SQL writes it.</summary>
    public static Column SchemaOfVariant(Column variant) =>
        Call("schema_of_variant", [variant]);

    /// <summary>The schema of XML text, as SQL writes it.</summary>
    public static Column SchemaOfXml(Column text) =>
        Call("schema_of_xml", [text]);

    /// <summary>The schema of XML text, as SQL writes it.</summary>
    public static Column SchemaOfXml(Column text, Column options) =>
        Call("schema_of_xml", [text, options]);

    /// <summary>A struct as a line of CSV.</summary>
    public static Column ToCsv(Column column) =>
        Call("to_csv", [column]);

    /// <summary>A struct as a line of CSV.</summary>
    public static Column ToCsv(Column column, Dictionary<string, string> options) =>
        Call("to_csv", options, [column]);

    /// <summary>A struct as a line of CSV.</summary>
    public static Column ToCsv(Column column, Column options) =>
        Call("to_csv", [column, options]);

    /// <summary>A value as JSON text.</summary>
    public static Column ToJson(Column column, Dictionary<string, string>? options = null) =>
        Call("to_json", options, [column]);

    /// <summary>A value as JSON text.</summary>
    public static Column ToJson(Column column) =>
        Call("to_json", [column]);

    /// <summary>A value as JSON text.</summary>
    public static Column ToJson(Column column, Column options) =>
        Call("to_json", [column, options]);

    /// <summary>A nested value as a variant.</summary>
    public static Column ToVariantObject(Column column) =>
        Call("to_variant_object", [column]);

    /// <summary>A struct as XML text.</summary>
    public static Column ToXml(Column column) =>
        Call("to_xml", [column]);

    /// <summary>A struct as XML text.</summary>
    public static Column ToXml(Column column, Column options) =>
        Call("to_xml", [column, options]);

    /// <summary>The variant that JSON text holds; null where it holds none.</summary>
    public static Column TryParseJson(Column text) =>
        Call("try_parse_json", [text]);

    /// <summary>A part of a URL; null where it is malformed.</summary>
    public static Column TryParseUrl(Column url, Column part) =>
        Call("try_parse_url", [url, part]);

    /// <summary>A part of a URL; null where it is malformed.</summary>
    public static Column TryParseUrl(Column url, Column part, Column key) =>
        Call("try_parse_url", [url, part, key]);

    /// <summary>A text with URL escapes resolved; null where they are malformed.</summary>
    public static Column TryUrlDecode(Column text) =>
        Call("try_url_decode", [text]);

    /// <summary>A part of a variant as a type; null where it does not fit.</summary>
    public static Column TryVariantGet(Column variant, Column path) =>
        Call("try_variant_get", [variant, path]);

    /// <summary>A part of a variant as a type; null where it does not fit.</summary>
    public static Column TryVariantGet(Column variant, Column path, Column type) =>
        Call("try_variant_get", [variant, path, type]);

    /// <summary>A text with URL escapes resolved.</summary>
    public static Column UrlDecode(Column text) =>
        Call("url_decode", [text]);

    /// <summary>A text with URL escapes.</summary>
    public static Column UrlEncode(Column text) =>
        Call("url_encode", [text]);

    /// <summary>A part of a variant as a type.</summary>
    public static Column VariantGet(Column variant, Column path) =>
        Call("variant_get", [variant, path]);

    /// <summary>A part of a variant as a type.</summary>
    public static Column VariantGet(Column variant, Column path, Column type) =>
        Call("variant_get", [variant, path, type]);

    /// <summary>The texts of the nodes at a path.</summary>
    public static Column Xpath(Column xml, Column path) =>
        Call("xpath", [xml, path]);

    /// <summary>Whether there is a node at a path, or the path's condition holds.</summary>
    public static Column XpathBoolean(Column xml, Column path) =>
        Call("xpath_boolean", [xml, path]);

    /// <summary>The number at a path.</summary>
    public static Column XpathDouble(Column xml, Column path) =>
        Call("xpath_double", [xml, path]);

    /// <summary>The number at a path.</summary>
    public static Column XpathFloat(Column xml, Column path) =>
        Call("xpath_float", [xml, path]);

    /// <summary>The whole number at a path.</summary>
    public static Column XpathInt(Column xml, Column path) =>
        Call("xpath_int", [xml, path]);

    /// <summary>The whole number at a path.</summary>
    public static Column XpathLong(Column xml, Column path) =>
        Call("xpath_long", [xml, path]);

    /// <summary>The number at a path.</summary>
    public static Column XpathNumber(Column xml, Column path) =>
        Call("xpath_number", [xml, path]);

    /// <summary>The whole number at a path.</summary>
    public static Column XpathShort(Column xml, Column path) =>
        Call("xpath_short", [xml, path]);

    /// <summary>The text at a path.</summary>
    public static Column XpathString(Column xml, Column path) =>
        Call("xpath_string", [xml, path]);
}
