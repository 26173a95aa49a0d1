using System.Globalization;
using System.Text;
using CsCheck;
using Millrace.Features.Expressions.Vectors;
using Millrace.Features.Text;

namespace Millrace.Features.Tests.Text;

public class UnicodeTextTests
{
    /// <summary>Any text of valid characters, with many marks, syllables and compatibility characters.</summary>
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.Int[0x20, 0x17F], Gen.Int[0x300, 0x345], Gen.Int[0x1100, 0x11FF], Gen.Int[0xAC00, 0xD7A3], Gen.Int[0xF900, 0xFFEF], Gen.Int[0x1D100, 0x1D1FF])
        .Array[0, 12].Select(characters => string.Concat(characters.Select(c => new Rune(c).ToString())));

    [Fact]
    public void Normalising_agrees_with_the_conformance_test_of_Unicode()
    {
        // MILLRACE_NORMALIZATION_TEST may name the whole NormalizationTest.txt; the sample holds its part 0 and every fortieth line.
        var whole = Environment.GetEnvironmentVariable("MILLRACE_NORMALIZATION_TEST");
        var lines = whole is null ? Sample() : File.ReadLines(whole).Where(line => line.Contains(';', StringComparison.Ordinal) && !line.StartsWith('#'));
        var count = 0;
        foreach (var fields in lines.Select(line => line.Split(';')))
        {
            var source = Characters(fields[0]);
            Assert.Equal(Characters(fields[1]), Normalise(source, compatibility: false));
            Assert.Equal(Characters(fields[whole is null ? 2 : 3]), Normalise(source, compatibility: true));
            count++;
        }

        Assert.True(count > 400);
    }

    [Fact]
    public void Normalising_twice_changes_nothing() => AnyText.Sample(
        text =>
        {
            foreach (var compatibility in new[] { false, true })
            {
                var once = Normalise(text, compatibility);
                Assert.Equal(once, Normalise(once, compatibility));
            }
        },
        iter: 2_000);

    [Theory]
    [InlineData("straße", "STRAßE", "straße")]
    [InlineData("Ǆ ΑΣ", "Ǆ ΑΣ", "ǆ ας")]
    [InlineData("ÿ", "Ÿ", "ÿ")]
    [InlineData("𐐨", "𐐀", "𐐨")]
    public void Case_follows_the_simple_mappings(string text, string upper, string lower)
    {
        Assert.Equal(upper.Replace("ς", "Σ", StringComparison.Ordinal), Case(text, upper: true));
        Assert.Equal(lower.Replace("ς", "σ", StringComparison.Ordinal), Case(text, upper: false));
    }

    [Fact]
    public void ASCII_case_agrees_with_the_runtime() => Gen.String[Gen.Char[(char)0, (char)127], 0, 40].Sample(
        text =>
        {
            Assert.Equal(text.ToUpperInvariant(), Case(text, upper: true));
            Assert.Equal(text.ToLowerInvariant(), Case(text, upper: false));
        });

    [Theory]
    [InlineData("kitten", "sitten", 1)]
    [InlineData("abcd", "abdc", 1)]
    [InlineData("ca", "abc", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("a😀b", "ab", 1)]
    [InlineData("same", "same", 0)]
    [InlineData("abcdefgh", "hgfedcba", 5)]
    public void Edit_distance_counts_edits_up_to_its_limit(string left, string right, int distance) =>
        Assert.Equal(distance, EditDistance.Between([.. left.EnumerateRunes()], [.. right.EnumerateRunes()], 4));

    [Fact]
    public void A_lookup_finds_each_of_its_texts_and_nothing_else() =>
        Gen.Select(Gen.Byte.Array[0, 20].Array[0, 50], Gen.Byte.Array[0, 20]).Sample(
            (entries, other) =>
            {
                var lookup = new Utf8Lookup(entries);
                Assert.All(entries, entry => Assert.Equal(entry, lookup[lookup.Find(entry)].ToArray()));
                Assert.Equal(entries.Any(entry => entry.SequenceEqual(other)), lookup.Find(other) >= 0);
            },
            iter: 500);

    private static IEnumerable<string> Sample()
    {
        using var stream = typeof(UnicodeTextTests).Assembly.GetManifestResourceStream("normalization-sample.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                yield return line;
            }
        }
    }

    private static string Characters(string hex) =>
        string.Concat(hex.Split(' ').Select(c => new Rune(int.Parse(c, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()));

    private static string Normalise(string text, bool compatibility) => Run(text, (bytes, output) => UnicodeText.Normalise(bytes, compatibility, output));

    private static string Case(string text, bool upper) => Run(text, (bytes, output) => UnicodeText.ChangeCase(bytes, upper, output));

    private static string Run(string text, Action<byte[], TextColumnBuilder> write)
    {
        var output = new TextColumnBuilder(new ScratchPool(), 1, 16);
        write(Encoding.UTF8.GetBytes(text), output);
        return Encoding.UTF8.GetString(output.Row);
    }
}
