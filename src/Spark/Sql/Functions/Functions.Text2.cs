// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Text.</content>
public static partial class Functions
{
    /// <summary>The Soundex code.</summary>
    public static Column Soundex(Column column) =>
        Call("soundex", [column]);

    /// <summary>So many spaces.</summary>
    public static Column Space(Column count) =>
        Call("space", [count]);

    /// <summary>The parts between what fits a regular expression.</summary>
    public static Column Split(Column column, string pattern) =>
        Call("split", [column, pattern]);

    /// <summary>The parts between what fits a regular expression.</summary>
    public static Column Split(Column column, string pattern, int limit) =>
        Call("split", [column, pattern, limit]);

    /// <summary>The parts between what fits a regular expression.</summary>
    public static Column Split(Column text, Column pattern) =>
        Call("split", [text, pattern]);

    /// <summary>The parts between what fits a regular expression.</summary>
    public static Column Split(Column text, Column pattern, Column limit) =>
        Call("split", [text, pattern, limit]);

    /// <summary>One of the parts between delimiters, from 1.</summary>
    public static Column SplitPart(Column text, Column delimiter, Column part) =>
        Call("split_part", [text, delimiter, part]);

    /// <summary>Whether a text starts with another.</summary>
    public static Column StartsWith(Column text, Column part) =>
        Call("startswith", [text, part]);

    /// <summary>A part by position, from 1.</summary>
    public static Column Substr(Column text, Column position) =>
        Call("substr", [text, position]);

    /// <summary>A part by position, from 1.</summary>
    public static Column Substr(Column text, Column position, Column length) =>
        Call("substr", [text, position, length]);

    /// <summary>A part by position, from 1.</summary>
    public static Column Substring(Column column, int pos, int len) =>
        Call("substring", [column, pos, len]);

    /// <summary>A part by position, from 1.</summary>
    public static Column Substring(Column text, Column position) =>
        Call("substring", [text, position]);

    /// <summary>A part by position, from 1.</summary>
    public static Column Substring(Column text, Column position, Column length) =>
        Call("substring", [text, position, length]);

    /// <summary>What stands before so many delimiters, or, below 0, after them.</summary>
    public static Column SubstringIndex(Column column, string delimiter, int count) =>
        Call("substring_index", [column, delimiter, count]);

    /// <summary>What stands before so many delimiters, or, below 0, after them.</summary>
    public static Column SubstringIndex(Column text, Column delimiter, Column count) =>
        Call("substring_index", [text, delimiter, count]);

    /// <summary>The bytes that a text holds, by default in hexadecimal digits.</summary>
    public static Column ToBinary(Column text) =>
        Call("to_binary", [text]);

    /// <summary>The bytes that a text holds, by default in hexadecimal digits.</summary>
    public static Column ToBinary(Column text, Column format) =>
        Call("to_binary", [text, format]);

    /// <summary>A number, date or bytes as text.</summary>
    public static Column ToChar(Column column, Column format) =>
        Call("to_char", [column, format]);

    /// <summary>The number that a text holds.</summary>
    public static Column ToNumber(Column text, Column format) =>
        Call("to_number", [text, format]);

    /// <summary>A number, date or bytes as text.</summary>
    public static Column ToVarchar(Column column, Column format) =>
        Call("to_varchar", [column, format]);

    /// <summary>A text with single characters replaced.</summary>
    public static Column Translate(Column column, string matchingString, string replaceString) =>
        Call("translate", [column, matchingString, replaceString]);

    /// <summary>A text with single characters replaced.</summary>
    public static Column Translate(Column text, Column from, Column to) =>
        Call("translate", [text, from, to]);

    /// <summary>A text without spaces at both ends.</summary>
    public static Column Trim(Column column) =>
        Call("trim", [column]);

    /// <summary>A text without spaces at both ends.</summary>
    public static Column Trim(Column column, string trimString) =>
        Call("trim", [column, trimString]);

    /// <summary>The bytes that a text holds; null where it does not.</summary>
    public static Column TryToBinary(Column text) =>
        Call("try_to_binary", [text]);

    /// <summary>The bytes that a text holds; null where it does not.</summary>
    public static Column TryToBinary(Column text, Column format) =>
        Call("try_to_binary", [text, format]);

    /// <summary>The number that a text holds; null where it does not.</summary>
    public static Column TryToNumber(Column text, Column format) =>
        Call("try_to_number", [text, format]);

    /// <summary>A text, null where it is not valid UTF-8.</summary>
    public static Column TryValidateUtf8(Column text) =>
        Call("try_validate_utf8", [text]);

    /// <summary>A text in upper case.</summary>
    public static Column Ucase(Column text) =>
        Call("ucase", [text]);

    /// <summary>The bytes that base 64 digits hold.</summary>
    public static Column Unbase64(Column column) =>
        Call("unbase64", [column]);

    /// <summary>The bytes that hexadecimal digits hold.</summary>
    public static Column Unhex(Column column) =>
        Call("unhex", [column]);

    /// <summary>A text in upper case.</summary>
    public static Column Upper(Column column) =>
        Call("upper", [column]);

    /// <summary>A text, an error where it is not valid UTF-8.</summary>
    public static Column ValidateUtf8(Column text) =>
        Call("validate_utf8", [text]);
}
