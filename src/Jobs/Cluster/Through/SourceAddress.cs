using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Millrace.Jobs.Cluster.Through;

/// <summary>
/// Addresses of files as Spark writes them, and the hash by which a row names its file: eight bytes cross to the worker with each row, not the whole address.
/// </summary>
internal static class SourceAddress
{
    private const long SparkSeed = 42;

    // java.net.URI leaves these in a path as they are.
    private const string PathCharacters = "/_-!.~'()*;:@&=+$,";

    /// <summary>What Spark's <c>xxhash64</c> gives for the text.</summary>
    public static long HashOf(string address) => unchecked((long)XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(address), SparkSeed));

    /// <summary>
    /// What Spark may call a file: as it is where it has a scheme already; else <c>file:/path</c> or <c>file:///path</c>, with characters as they are or escaped as Java
    /// does. Releases differ.
    /// </summary>
    public static IEnumerable<string> FormsOf(string fullPath) => fullPath.StartsWith('/')
        ? new[] { fullPath, Escape(fullPath, alsoBeyondAscii: false), Escape(fullPath, alsoBeyondAscii: true) }.Distinct(StringComparer.Ordinal)
            .SelectMany(path => new[] { $"file:{path}", $"file://{path}" })
        : [fullPath];

    private static string Escape(string path, bool alsoBeyondAscii)
    {
        var text = new StringBuilder();
        foreach (var rune in path.EnumerateRunes())
        {
            if ((rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || PathCharacters.Contains((char)rune.Value))) || (!rune.IsAscii && !alsoBeyondAscii))
            {
                text.Append(rune);
                continue;
            }

            foreach (var one in Encoding.UTF8.GetBytes(rune.ToString()))
            {
                text.Append(CultureInfo.InvariantCulture, $"%{one:X2}");
            }
        }

        return text.ToString();
    }
}
