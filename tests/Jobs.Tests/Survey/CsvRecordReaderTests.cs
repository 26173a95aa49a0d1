using System.Text;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Tests.Survey;

public sealed class CsvRecordReaderTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b / 1|2")]
    [InlineData("a,b\r\n1,2\r\n", "a|b / 1|2")]
    [InlineData("a,b\n1,2", "a|b / 1|2")]
    [InlineData("\uFEFFa,b\n", "a|b")]
    [InlineData("a,\"b,\n\"\"c\"\"\"\n", "a|b,\n\"c\"")]
    [InlineData("a,\"\"\n", "a|''")]
    [InlineData("a,\n", "a|NULL")]
    [InlineData("\n1\n", "NULL / 1")]
    [InlineData("a,\"b\"", "a|b")]
    [InlineData("a,\"b\"\r\n", "a|b")]
    [InlineData("a\rb,c\n", "a\rb|c")]
    [InlineData("a,b\"c\n1,2\n", "!csv:quote:a,b\"c / 1|2")]
    [InlineData("a,\"b\"c\n1,2\n", "!csv:quote:a,\"b\"c / 1|2")]
    [InlineData("1,2\na,\"b\n3,4\n", "1|2 / !csv:quote:a,\"b / 3|4")]
    [InlineData("", "")]
    public void Records_are_cut_as_rfc_4180_says(string text, string expected)
    {
        Assert.Equal(expected, string.Join(" / ", Read(text, new CsvOptions(), 1 << 20)));
        Assert.Equal(expected, string.Join(" / ", Read(text, new CsvOptions(), 1)));
    }

    [Fact]
    public void A_row_above_the_limit_is_one_bad_row()
    {
        var text = $"a,b\n{new string('x', 5000)},1\n{new string('y', 700_000)}\nc,d\n";
        var rows = Read(text, new CsvOptions { MaxRowBytes = 1024 }, 1 << 20).ToList();
        Assert.Equal(["a|b", "c|d"], [rows[0], rows[3]]);
        Assert.StartsWith("!csv:row_bytes:xxx", rows[1]);
        Assert.StartsWith("!csv:row_bytes:yyy", rows[2]);
        Assert.Equal(4, rows.Count);
    }

    [Fact]
    public void Other_delimiters_quotes_and_null_texts_work()
    {
        var options = new CsvOptions { Delimiter = ';', Quote = '\'', NullText = "NA" };
        Assert.Equal(["a;b|NULL|NA|''"], Read("'a;b';NA;'NA';\n", options, 1 << 20));
    }

    private static IEnumerable<string> Read(string text, CsvOptions options, int bytesAtOnce)
    {
        var reader = new CsvRecordReader(new Trickle(Encoding.UTF8.GetBytes(text), bytesAtOnce), options);
        while (reader.Read())
        {
            yield return reader.Fault is null
                ? string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Show(reader, i)))
                : $"!{reader.Fault}:{Encoding.UTF8.GetString(reader.Raw.Span)}";
        }
    }

    private static string Show(CsvRecordReader reader, int i)
    {
        var text = Encoding.UTF8.GetString(reader.Field(i));
        return reader.IsNull(i) ? "NULL" : text.Length == 0 ? "''" : text;
    }

    /// <summary>A stream that gives few bytes at once.</summary>
    private sealed class Trickle(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, atOnce));
    }
}
