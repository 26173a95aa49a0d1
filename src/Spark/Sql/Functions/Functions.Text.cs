// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Text.</content>
public static partial class Functions
{
    /// <summary>The code of the first character.</summary>
    public static Column Ascii(Column column) =>
        Call("ascii", [column]);

    /// <summary>Bytes in base 64.</summary>
    public static Column Base64(Column column) =>
        Call("base64", [column]);

    /// <summary>The length, bits.</summary>
    public static Column BitLength(Column column) =>
        Call("bit_length", [column]);

    /// <summary>A text without spaces, or some characters, at both ends.</summary>
    public static Column Btrim(Column text) =>
        Call("btrim", [text]);

    /// <summary>A text without spaces, or some characters, at both ends.</summary>
    public static Column Btrim(Column text, Column trim) =>
        Call("btrim", [text, trim]);

    /// <summary>The character of a code.</summary>
    public static Column Char(Column code) =>
        Call("char", [code]);

    /// <summary>The length, characters.</summary>
    public static Column CharLength(Column text) =>
        Call("char_length", [text]);

    /// <summary>The length, characters.</summary>
    public static Column CharacterLength(Column text) =>
        Call("character_length", [text]);

    /// <summary>The character of a code.</summary>
    public static Column Chr(Column code) =>
        Call("chr", [code]);

    /// <summary>A text under a collation.</summary>
    public static Column Collate(Column text, Column collation) =>
        Call("collate", [text, collation]);

    /// <summary>The collation of a text.</summary>
    public static Column Collation(Column text) =>
        Call("collation", [text]);

    /// <summary>Texts, bytes or arrays joined.</summary>
    public static Column Concat(params Column[] columns) =>
        Call("concat", [.. columns]);

    /// <summary>Texts joined with a separator, which is the first argument; nulls are left out.</summary>
    public static Column ConcatWs(string sep, params Column[] columns) =>
        Call("concat_ws", [sep, .. columns]);

    /// <summary>Texts joined with a separator, which is the first argument; nulls are left out.</summary>
    public static Column ConcatWs(params Column[] columns) =>
        Call("concat_ws", [.. columns]);

    /// <summary>Whether a text contains another.</summary>
    public static Column Contains(Column text, Column part) =>
        Call("contains", [text, part]);

    /// <summary>The text that bytes hold in a character set.</summary>
    public static Column Decode(Column column, string charset) =>
        Call("decode", [column, charset]);

    /// <summary>The text that bytes hold in a character set.</summary>
    public static Column Decode(Column bytes, Column charset) =>
        Call("decode", [bytes, charset]);

    /// <summary>One of several texts, by the number that is the first argument, from 1.</summary>
    public static Column Elt(params Column[] columns) =>
        Call("elt", [.. columns]);

    /// <summary>The bytes of a text in a character set.</summary>
    public static Column Encode(Column column, string charset) =>
        Call("encode", [column, charset]);

    /// <summary>The bytes of a text in a character set.</summary>
    public static Column Encode(Column text, Column charset) =>
        Call("encode", [text, charset]);

    /// <summary>Whether a text ends with another.</summary>
    public static Column EndsWith(Column text, Column part) =>
        Call("endswith", [text, part]);

    /// <summary>The position of a text in a comma-separated list, from 1; 0 if it is not there.</summary>
    public static Column FindInSet(Column text, Column list) =>
        Call("find_in_set", [text, list]);

    /// <summary>A number with separators and so many digits.</summary>
    public static Column FormatNumber(Column column, int d) =>
        Call("format_number", [column, d]);

    /// <summary>A number with separators and so many digits.</summary>
    public static Column FormatNumber(Column number, Column digits) =>
        Call("format_number", [number, digits]);

    /// <summary>Values put into a printf pattern, which is the first argument.</summary>
    public static Column FormatString(string format, params Column[] columns) =>
        Call("format_string", [format, .. columns]);

    /// <summary>Values put into a printf pattern, which is the first argument.</summary>
    public static Column FormatString(params Column[] columns) =>
        Call("format_string", [.. columns]);

    /// <summary>Hexadecimal digits.</summary>
    public static Column Hex(Column column) =>
        Call("hex", [column]);

    /// <summary>Whether a text fits a LIKE pattern, whatever the case.</summary>
    public static Column ILike(Column text, Column pattern) =>
        Call("ilike", [text, pattern]);

    /// <summary>Whether a text fits a LIKE pattern, whatever the case.</summary>
    public static Column ILike(Column text, Column pattern, Column escape) =>
        Call("ilike", [text, pattern, escape]);

    /// <summary>A text with the first letter of each word in upper case.</summary>
    public static Column InitCap(Column column) =>
        Call("initcap", [column]);

    /// <summary>The position of the first such part, from 1; 0 if there is none.</summary>
    public static Column Instr(Column column, string substring) =>
        Call("instr", [column, substring]);

    /// <summary>The position of the first such part, from 1; 0 if there is none.</summary>
    public static Column Instr(Column text, Column part) =>
        Call("instr", [text, part]);

    /// <summary>Whether a text is valid UTF-8.</summary>
    public static Column IsValidUtf8(Column text) =>
        Call("is_valid_utf8", [text]);

    /// <summary>A text in lower case.</summary>
    public static Column Lcase(Column text) =>
        Call("lcase", [text]);

    /// <summary>The first characters.</summary>
    public static Column Left(Column text, Column length) =>
        Call("left", [text, length]);

    /// <summary>The length, characters or bytes.</summary>
    public static Column Len(Column column) =>
        Call("len", [column]);

    /// <summary>The length, characters or bytes.</summary>
    public static Column Length(Column column) =>
        Call("length", [column]);

    /// <summary>The edit distance of two texts; -1 above a threshold.</summary>
    public static Column Levenshtein(Column left, Column right) =>
        Call("levenshtein", [left, right]);

    /// <summary>The edit distance of two texts; -1 above a threshold.</summary>
    public static Column Levenshtein(Column left, Column right, Column threshold) =>
        Call("levenshtein", [left, right, threshold]);

    /// <summary>Whether a text fits a LIKE pattern.</summary>
    public static Column Like(Column text, Column pattern) =>
        Call("like", [text, pattern]);

    /// <summary>Whether a text fits a LIKE pattern.</summary>
    public static Column Like(Column text, Column pattern, Column escape) =>
        Call("like", [text, pattern, escape]);

    /// <summary>The position of a part after a start position, from 1; 0 if there is none.</summary>
    public static Column Locate(string substring, Column column) =>
        Call("locate", [substring, column]);

    /// <summary>The position of a part after a start position, from 1; 0 if there is none.</summary>
    public static Column Locate(string substring, Column column, int pos) =>
        Call("locate", [substring, column, pos]);

    /// <summary>The position of a part after a start position, from 1; 0 if there is none.</summary>
    public static Column Locate(Column part, Column text) =>
        Call("locate", [part, text]);

    /// <summary>The position of a part after a start position, from 1; 0 if there is none.</summary>
    public static Column Locate(Column part, Column text, Column position) =>
        Call("locate", [part, text, position]);

    /// <summary>A text in lower case.</summary>
    public static Column Lower(Column column) =>
        Call("lower", [column]);

    /// <summary>A text filled at the left, or cut, to a length.</summary>
    public static Column Lpad(Column column, int len, string pad) =>
        Call("lpad", [column, len, pad]);

    /// <summary>A text filled at the left, or cut, to a length.</summary>
    public static Column Lpad(Column text, Column length) =>
        Call("lpad", [text, length]);

    /// <summary>A text filled at the left, or cut, to a length.</summary>
    public static Column Lpad(Column text, Column length, Column pad) =>
        Call("lpad", [text, length, pad]);

    /// <summary>A text without spaces at the left.</summary>
    public static Column Ltrim(Column column) =>
        Call("ltrim", [column]);

    /// <summary>A text without spaces at the left.</summary>
    public static Column Ltrim(Column column, string trimString) =>
        Call("ltrim", [column, trimString]);

    /// <summary>Whether digits pass the Luhn check.</summary>
    public static Column LuhnCheck(Column text) =>
        Call("luhn_check", [text]);

    /// <summary>A text with invalid bytes replaced by U+FFFD.</summary>
    public static Column MakeValidUtf8(Column text) =>
        Call("make_valid_utf8", [text]);

    /// <summary>A text with letters and digits replaced.</summary>
    public static Column Mask(Column text) =>
        Call("mask", [text]);

    /// <summary>A text with letters and digits replaced.</summary>
    public static Column Mask(Column text, Column upper) =>
        Call("mask", [text, upper]);

    /// <summary>A text with letters and digits replaced.</summary>
    public static Column Mask(Column text, Column upper, Column lower) =>
        Call("mask", [text, upper, lower]);

    /// <summary>A text with letters and digits replaced.</summary>
    public static Column Mask(Column text, Column upper, Column lower, Column digit) =>
        Call("mask", [text, upper, lower, digit]);

    /// <summary>A text with letters and digits replaced.</summary>
    public static Column Mask(Column text, Column upper, Column lower, Column digit, Column other) =>
        Call("mask", [text, upper, lower, digit, other]);

    /// <summary>The length, bytes.</summary>
    public static Column OctetLength(Column column) =>
        Call("octet_length", [column]);

    /// <summary>A text with a part replaced by position.</summary>
    public static Column Overlay(Column src, Column replace, Column pos, Column len) =>
        Call("overlay", [src, replace, pos, len]);

    /// <summary>A text with a part replaced by position.</summary>
    public static Column Overlay(Column src, Column replace, Column pos) =>
        Call("overlay", [src, replace, pos]);

    /// <summary>The position of a part, from 1; 0 if there is none.</summary>
    public static Column Position(Column part, Column text) =>
        Call("position", [part, text]);

    /// <summary>The position of a part, from 1; 0 if there is none.</summary>
    public static Column Position(Column part, Column text, Column start) =>
        Call("position", [part, text, start]);

    /// <summary>Values put into a printf pattern, which is the first argument.</summary>
    public static Column Printf(params Column[] columns) =>
        Call("printf", [.. columns]);

    /// <summary>A text in single quotes, quotes in it escaped.</summary>
    public static Column Quote(Column text) =>
        Call("quote", [text]);

    /// <summary>Whether a part of a text fits a regular expression.</summary>
    public static Column Regexp(Column text, Column pattern) =>
        Call("regexp", [text, pattern]);

    /// <summary>How often a regular expression fits.</summary>
    public static Column RegexpCount(Column text, Column pattern) =>
        Call("regexp_count", [text, pattern]);

    /// <summary>The first part that fits a regular expression, or one of its groups.</summary>
    public static Column RegexpExtract(Column column, string exp, int groupIdx) =>
        Call("regexp_extract", [column, exp, groupIdx]);

    /// <summary>The first part that fits a regular expression, or one of its groups.</summary>
    public static Column RegexpExtract(Column text, Column pattern) =>
        Call("regexp_extract", [text, pattern]);

    /// <summary>The first part that fits a regular expression, or one of its groups.</summary>
    public static Column RegexpExtract(Column text, Column pattern, Column group) =>
        Call("regexp_extract", [text, pattern, group]);

    /// <summary>All parts that fit a regular expression, or one of its groups.</summary>
    public static Column RegexpExtractAll(Column text, Column pattern) =>
        Call("regexp_extract_all", [text, pattern]);

    /// <summary>All parts that fit a regular expression, or one of its groups.</summary>
    public static Column RegexpExtractAll(Column text, Column pattern, Column group) =>
        Call("regexp_extract_all", [text, pattern, group]);

    /// <summary>The position of the first part that fits a regular expression, from 1.</summary>
    public static Column RegexpInstr(Column text, Column pattern) =>
        Call("regexp_instr", [text, pattern]);

    /// <summary>Whether a part of a text fits a regular expression.</summary>
    public static Column RegexpLike(Column text, Column pattern) =>
        Call("regexp_like", [text, pattern]);

    /// <summary>A text with the parts that fit a regular expression replaced.</summary>
    public static Column RegexpReplace(Column column, string pattern, string replacement) =>
        Call("regexp_replace", [column, pattern, replacement]);

    /// <summary>A text with the parts that fit a regular expression replaced.</summary>
    public static Column RegexpReplace(Column column, Column pattern, Column replacement) =>
        Call("regexp_replace", [column, pattern, replacement]);

    /// <summary>A text with the parts that fit a regular expression replaced.</summary>
    public static Column RegexpReplace(Column text, Column pattern, Column replacement, Column position) =>
        Call("regexp_replace", [text, pattern, replacement, position]);

    /// <summary>The first part that fits a regular expression; null if there is none.</summary>
    public static Column RegexpSubstr(Column text, Column pattern) =>
        Call("regexp_substr", [text, pattern]);

    /// <summary>A text so many times.</summary>
    public static Column Repeat(Column column, int n) =>
        Call("repeat", [column, n]);

    /// <summary>A text so many times.</summary>
    public static Column Repeat(Column text, Column count) =>
        Call("repeat", [text, count]);

    /// <summary>A text with parts replaced.</summary>
    public static Column Replace(Column text, Column search) =>
        Call("replace", [text, search]);

    /// <summary>A text with parts replaced.</summary>
    public static Column Replace(Column text, Column search, Column replacement) =>
        Call("replace", [text, search, replacement]);

    /// <summary>A text or array backwards.</summary>
    public static Column Reverse(Column column) =>
        Call("reverse", [column]);

    /// <summary>The last characters.</summary>
    public static Column Right(Column text, Column length) =>
        Call("right", [text, length]);

    /// <summary>Whether a part of a text fits a regular expression.</summary>
    public static Column RLike(Column text, Column pattern) =>
        Call("rlike", [text, pattern]);

    /// <summary>A text filled at the right, or cut, to a length.</summary>
    public static Column Rpad(Column column, int len, string pad) =>
        Call("rpad", [column, len, pad]);

    /// <summary>A text filled at the right, or cut, to a length.</summary>
    public static Column Rpad(Column text, Column length) =>
        Call("rpad", [text, length]);

    /// <summary>A text filled at the right, or cut, to a length.</summary>
    public static Column Rpad(Column text, Column length, Column pad) =>
        Call("rpad", [text, length, pad]);

    /// <summary>A text without spaces at the right.</summary>
    public static Column Rtrim(Column column) =>
        Call("rtrim", [column]);

    /// <summary>A text without spaces at the right.</summary>
    public static Column Rtrim(Column column, string trimString) =>
        Call("rtrim", [column, trimString]);

    /// <summary>A text as sentences of words.</summary>
    public static Column Sentences(Column str, Column language, Column country) =>
        Call("sentences", [str, language, country]);

    /// <summary>A text as sentences of words.</summary>
    public static Column Sentences(Column str) =>
        Call("sentences", [str]);

    /// <summary>A text as sentences of words.</summary>
    public static Column Sentences(Column text, Column language) =>
        Call("sentences", [text, language]);
}
