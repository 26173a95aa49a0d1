using System.Globalization;

namespace Millrace.Features.Text;

/// <summary>
/// The parts of the Unicode Character Database 15.0 that normalising and case need, read from the table that ships in this assembly. The machine's own tables
/// are never consulted, so that every machine gives the same text. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Lines of the table, numbers hexadecimal: <c>U c m</c> and <c>L c m</c> simple upper and lower case; <c>C c k</c> combining class; <c>D c …</c> and <c>K c …</c> full
/// canonical and compatibility decomposition; <c>P a b c</c> a and b compose to c. UnicodeTableGenerator in the tests makes it.
/// </remarks>
internal sealed class UnicodeTables
{
    private const string Resource = "Millrace.Features.Text.unicode-15.0.txt";

    private readonly Dictionary<int, int> _upper = [];
    private readonly Dictionary<int, int> _lower = [];
    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatibility = [];
    private readonly Dictionary<(int, int), int> _compositions = [];

    private UnicodeTables(TextReader lines)
    {
        while (lines.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                Add(line[0], [.. line[2..].Split(' ').Select(number => int.Parse(number, NumberStyles.HexNumber, CultureInfo.InvariantCulture))]);
            }
        }
    }

    /// <summary>The tables.</summary>
    public static UnicodeTables Instance { get; } = Load();

    public int Upper(int c) => _upper.GetValueOrDefault(c, c);

    public int Lower(int c) => _lower.GetValueOrDefault(c, c);

    public int CombiningClass(int c) => c < 0x300 ? 0 : _classes.GetValueOrDefault(c);

    /// <summary>Full decomposition of a character; null when it stays.</summary>
    public int[]? Decomposition(int c, bool compatibility) =>
        (compatibility ? _compatibility.GetValueOrDefault(c) : null) ?? _canonical.GetValueOrDefault(c);

    /// <summary>What two characters compose to; −1 for nothing.</summary>
    public int Compose(int first, int second) => _compositions.GetValueOrDefault((first, second), -1);

    private static UnicodeTables Load()
    {
        using var stream = typeof(UnicodeTables).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return new UnicodeTables(reader);
    }

    private void Add(char kind, int[] numbers)
    {
        switch (kind)
        {
            case 'U':
                _upper[numbers[0]] = numbers[1];
                break;
            case 'L':
                _lower[numbers[0]] = numbers[1];
                break;
            case 'C':
                _classes[numbers[0]] = (byte)numbers[1];
                break;
            case 'D':
                _canonical[numbers[0]] = numbers[1..];
                break;
            case 'K':
                _compatibility[numbers[0]] = numbers[1..];
                break;
            default:
                _compositions[(numbers[0], numbers[1])] = numbers[2];
                break;
        }
    }
}
