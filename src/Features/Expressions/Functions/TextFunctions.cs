using System.Text;
using System.Text.RegularExpressions;
using Millrace.Features.Expressions.Vectors;
using Millrace.Features.Text;

namespace Millrace.Features.Expressions.Functions;

/// <summary>Functions of text. Positions and lengths count characters (Unicode scalar values); case and forms come from the pinned tables.</summary>
internal static class TextFunctions
{
    private const int MaxPatternLength = 1_000;

    public static IEnumerable<FunctionDefinition> All()
    {
        yield return new("length", "length(a)", "number of characters; of a list, of elements",
            [Overload.Of(ValueType.Int, run => TextKernels.Number(run, static (text, row) => Characters(text.Text(row))), Parameter.Text),
             Overload.Of(ValueType.Int, run => TextKernels.Number(run, static (list, row) => list.Offsets[row + 1] - list.Offsets[row]), new Parameter([ValueKind.List]))],
            [new("length('añ€')", "3"), new("length('')", "0"), new("length(null)", "null")]);
        yield return new("byte_length", "byte_length(a)", "number of UTF-8 bytes",
            [Overload.Of(ValueType.Int, run => TextKernels.Number(run, static (text, row) => text.Text(row).Length), Parameter.Text)],
            [new("byte_length('añ€')", "6")]);
        yield return Change("upper", "upper case, character by character", static (value, output) => UnicodeText.ChangeCase(value, true, output),
            [new("upper('cmt ñ')", "CMT Ñ"), new("upper('ß')", "ß")]);
        yield return Change("lower", "lower case, character by character", static (value, output) => UnicodeText.ChangeCase(value, false, output),
            [new("lower('CMT Ñ')", "cmt ñ"), new("lower(null)", "null")]);
        yield return Change("trim", "without white space at both ends", static (value, output) => output.Append(UnicodeText.TrimEnd(UnicodeText.TrimStart(value))),
            [new("trim('  a b ')", "a b"), new("trim('   ')", "")]);
        yield return Change("trim_start", "without white space at the start", static (value, output) => output.Append(UnicodeText.TrimStart(value)),
            [new("length(trim_start(' a '))", "2")]);
        yield return Change("trim_end", "without white space at the end", static (value, output) => output.Append(UnicodeText.TrimEnd(value)),
            [new("length(trim_end(' a '))", "2")]);
        yield return Change("collapse", "each run of white space as one space", UnicodeText.CollapseSpaces, [new("collapse('a  b   c')", "a b c")]);
        yield return Change("nfc", "Unicode normalisation form C", static (value, output) => UnicodeText.Normalise(value, false, output),
            [new("length(nfc('e\u0301'))", "1"), new("nfc('ﬁ')", "ﬁ")]);
        yield return Change("nfkc", "Unicode normalisation form KC", static (value, output) => UnicodeText.Normalise(value, true, output),
            [new("nfkc('ﬁ①')", "fi1")]);
        yield return Pair("contains", "whether b stands in a", static (left, right) => left.IndexOf(right) >= 0,
            [new("contains('abc', 'bc')", "true"), new("contains('abc', '')", "true"), new("contains('abc', 'C')", "false"), new("contains(null, 'a')", "null")]);
        yield return Pair("starts_with", "whether a begins with b", static (left, right) => left.StartsWith(right),
            [new("starts_with('abc', 'ab')", "true"), new("starts_with('abc', 'b')", "false")]);
        yield return Pair("ends_with", "whether a ends with b", static (left, right) => left.EndsWith(right),
            [new("ends_with('abc', 'bc')", "true"), new("ends_with('abc', 'b')", "false")]);
        yield return new("substring", "substring(a, start, count)", "count characters from the start-th on, the first being 1; less where the text ends; start below 1 or a negative count has no result",
            [Overload.Of(ValueType.Text, Substring, Parameter.Text, Parameter.Int, Parameter.Int)],
            [new("substring('añ€b', 2, 2)", "ñ€"), new("substring('abc', 3, 9)", "c"), new("substring('abc', 9, 1)", ""), new("substring('abc', 0, 1)", "no result")]);
        yield return new("replace", "replace(a, b, c)", "a with each b as c, from the left; an empty b changes nothing",
            [Overload.Of(ValueType.Text, run => TextKernels.Join(run, Replace), Parameter.Text, Parameter.Text, Parameter.Text)],
            [new("replace('a-b-c', '-', '')", "abc"), new("replace('aaa', 'aa', 'b')", "ba"), new("replace('a', '', 'x')", "a")]);
        yield return new("concat", "concat(a, b, …)", "the texts one after another; null if one is null",
            [new([Parameter.Text, Parameter.Text], _ => ValueType.Text, _ => run => TextKernels.Join(run, Concat), IsVariadic: true)],
            [new("concat('a', 'b', 'c')", "abc"), new("concat('a', null)", "null")]);
        yield return new("like", "a like pattern", "whether all of a fits a literal pattern: % any characters, _ one character, \\ takes the next as it is",
            [new([Parameter.Text, Parameter.LiteralText], _ => ValueType.Bool, BindLike)],
            [new("'abc' like 'a%'", "true"), new("'abc' like 'a_'", "false"), new("'a%c' like 'a\\%c'", "true"), new("'abc' not like '%b%'", "false"), new("null like 'a'", "null")]);
        yield return new("matches", "a matches pattern", "whether a literal regular expression (.NET's, without backtracking constructs) finds a match in a",
            [new([Parameter.Text, Parameter.LiteralText], _ => ValueType.Bool, BindMatches)],
            [new("'AB-12' matches '^[A-Z]+-[0-9]+$'", "true"), new("'ab' matches '^[A-Z]'", "false"), new("null matches 'a'", "null")]);
    }

    private static FunctionDefinition Change(string name, string meaning, TextKernels.TextChange change, FunctionCase[] cases) => new(
        name, $"{name}(a)", meaning, [Overload.Of(ValueType.Text, run => TextKernels.Change(run, change), Parameter.Text)], cases);

    private static FunctionDefinition Pair(string name, string meaning, TextKernels.TextPairTest test, FunctionCase[] cases) => new(
        name, $"{name}(a, b)", meaning, [Overload.Of(ValueType.Bool, run => TextKernels.PairPredicate(run, test), Parameter.Text, Parameter.Text)], cases);

    private static long Characters(ReadOnlySpan<byte> text)
    {
        var count = 0L;
        foreach (var b in text)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Byte position after <paramref name="characters"/> characters, at most the end.</summary>
    private static int Skip(ReadOnlySpan<byte> text, long characters)
    {
        var at = 0;
        for (; at < text.Length; at++)
        {
            if ((text[at] & 0xC0) != 0x80 && characters-- == 0)
            {
                break;
            }
        }

        return at;
    }

    private static Vector Substring(KernelCall call)
    {
        var valid = call.Valid();
        var builder = new TextColumnBuilder(call.Pool, call.Rows, call[0].Bytes.Length);
        for (var row = 0; row < call.Rows; row++)
        {
            var (start, count) = (call[1].Longs[row * call[1].Stride], call[2].Longs[row * call[2].Stride]);
            if (start < 1 || count < 0)
            {
                call.NoResult(ref valid, row);
            }
            else if (valid is null || BitMask.Get(valid, row))
            {
                var rest = call[0].Text(row * call[0].Stride);
                rest = rest[Skip(rest, start - 1)..];
                builder.Append(rest[..Skip(rest, count)]);
            }

            builder.EndRow();
        }

        return builder.Build(valid);
    }

    private static void Replace(KernelCall call, int row, TextColumnBuilder output)
    {
        var text = call[0].Text(row * call[0].Stride);
        var wanted = call[1].Text(row * call[1].Stride);
        var replacement = call[2].Text(row * call[2].Stride);
        while (!wanted.IsEmpty && text.IndexOf(wanted) is >= 0 and var at)
        {
            output.Append(text[..at]);
            output.Append(replacement);
            text = text[(at + wanted.Length)..];
        }

        output.Append(text);
    }

    private static void Concat(KernelCall call, int row, TextColumnBuilder output)
    {
        for (var i = 0; i < call.Count; i++)
        {
            output.Append(call[i].Text(row * call[i].Stride));
        }
    }

    private static Kernel BindLike(BindCall call)
    {
        var pattern = call.Text(1);
        var expression = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var isEscaped = pattern[i] == '\\';
            if (isEscaped && ++i == pattern.Length)
            {
                return call.Fail(1, "the pattern ends with \\; write \\\\ for the character itself");
            }

            var isWild = !isEscaped && pattern[i] is ('%' or '_');
            expression.Append(!isWild ? Regex.Escape(pattern[i].ToString()) : pattern[i] == '%' ? "[\\s\\S]*" : "(?:[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]|[\\s\\S])");
        }

        return Match(call, expression.Append("\\z").ToString());
    }

    private static Kernel BindMatches(BindCall call) => Match(call, call.Text(1));

    private static Kernel Match(BindCall call, string pattern)
    {
        if (pattern.Length > MaxPatternLength)
        {
            return call.Fail(1, $"the pattern is longer than {MaxPatternLength} characters");
        }

        Regex regex;
        try
        {
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return call.Fail(1, $"the pattern cannot be used: {exception.Message}");
        }

        return run =>
        {
            var buffer = new char[256];
            return TextKernels.Predicate(run, value =>
            {
                if (buffer.Length < value.Length)
                {
                    buffer = new char[value.Length];
                }

                return regex.IsMatch(buffer.AsSpan(0, Encoding.UTF8.GetChars(value, buffer)));
            });
        };
    }
}
