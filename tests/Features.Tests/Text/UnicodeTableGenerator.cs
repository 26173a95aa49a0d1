using System.Globalization;
using System.Text;

namespace Millrace.Features.Tests.Text;

/// <summary>
/// Makes src/Features/Text/unicode-15.0.txt from the Unicode Character Database. Runs only when asked for by name, with MILLRACE_UCD naming the folder of
/// UnicodeData.txt and DerivedNormalizationProps.txt and MILLRACE_UCD_OUT the file to write.
/// </summary>
public class UnicodeTableGenerator
{
    private readonly SortedDictionary<int, (bool IsCompatibility, int[] Parts)> _decompositions = [];
    private readonly StringBuilder _output = new();

    [Fact(Explicit = true)]
    public void Generate()
    {
        var folder = Environment.GetEnvironmentVariable("MILLRACE_UCD")!;
        var target = Environment.GetEnvironmentVariable("MILLRACE_UCD_OUT")!;
        _output.Append("# Made from the Unicode Character Database 15.0. Copyright © 1991-2022 Unicode, Inc. https://www.unicode.org/license.txt\n");
        foreach (var line in File.ReadLines(Path.Combine(folder, "UnicodeData.txt")))
        {
            ReadCharacter(line.Split(';'));
        }

        WriteDecompositions();
        WriteCompositions(ReadExclusions(Path.Combine(folder, "DerivedNormalizationProps.txt")));
        File.WriteAllText(target, _output.ToString());
        Assert.True(new FileInfo(target).Length > 100_000);
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static HashSet<int> ReadExclusions(string path)
    {
        var exclusions = new HashSet<int>();
        foreach (var line in File.ReadLines(path).Where(line => line.Contains("; Full_Composition_Exclusion", StringComparison.Ordinal)))
        {
            var range = line.Split(';')[0].Trim().Split("..");
            for (var c = Hex(range[0]); c <= Hex(range[^1]); c++)
            {
                exclusions.Add(c);
            }
        }

        return exclusions;
    }

    private void ReadCharacter(string[] fields)
    {
        var c = Hex(fields[0]);
        if (fields[3] != "0")
        {
            Write('C', c, int.Parse(fields[3], CultureInfo.InvariantCulture));
        }

        if (fields[12].Length > 0)
        {
            Write('U', c, Hex(fields[12]));
        }

        if (fields[13].Length > 0)
        {
            Write('L', c, Hex(fields[13]));
        }

        if (fields[5].Length > 0)
        {
            var parts = fields[5].Split(' ');
            var isCompatibility = parts[0][0] == '<';
            _decompositions[c] = (isCompatibility, [.. parts.Skip(isCompatibility ? 1 : 0).Select(Hex)]);
        }
    }

    private void WriteDecompositions()
    {
        foreach (var c in _decompositions.Keys)
        {
            var canonical = Expand(c, compatibility: false).ToArray();
            var full = Expand(c, compatibility: true).ToArray();
            if (!canonical.SequenceEqual([c]))
            {
                Write('D', [c, .. canonical]);
            }

            if (!full.SequenceEqual(canonical))
            {
                Write('K', [c, .. full]);
            }
        }
    }

    private void WriteCompositions(HashSet<int> exclusions)
    {
        foreach (var (c, (isCompatibility, parts)) in _decompositions)
        {
            if (!isCompatibility && parts.Length == 2 && !exclusions.Contains(c))
            {
                Write('P', parts[0], parts[1], c);
            }
        }
    }

    private IEnumerable<int> Expand(int c, bool compatibility) =>
        _decompositions.TryGetValue(c, out var entry) && (compatibility || !entry.IsCompatibility)
            ? entry.Parts.SelectMany(part => Expand(part, compatibility))
            : [c];

    private void Write(char kind, params int[] numbers) =>
        _output.Append(kind).Append(' ').AppendJoin(' ', numbers.Select(number => number.ToString("X", CultureInfo.InvariantCulture))).Append('\n');
}
