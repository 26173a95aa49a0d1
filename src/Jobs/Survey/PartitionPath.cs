using System.Text;

namespace Millrace.Jobs.Survey;

/// <summary>Reads Hive partitions out of a path: folders named <c>key=value</c>, percent-encoded.</summary>
internal static class PartitionPath
{
    private const string NullValue = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>The keys of a path's folders, outermost first. Where a key stands twice, the inner one counts.</summary>
    /// <param name="relativePath">Path with forward slashes; the last name is the file and gives no key.</param>
    public static IReadOnlyList<PartitionValue> Read(string relativePath)
    {
        var values = new List<PartitionValue>();
        foreach (var name in relativePath.Split('/')[..^1])
        {
            var equals = name.IndexOf('=');
            if (equals <= 0)
            {
                continue;
            }

            var key = Decode(name[..equals]);
            var text = name[(equals + 1)..];
            values.RemoveAll(value => value.Key == key);
            values.Add(new PartitionValue(key, text == NullValue ? null : Decode(text)));
        }

        return values;
    }

    /// <summary>Decodes <c>%41</c> to <c>A</c>. A percent sign that no two hexadecimal digits follow stands for itself, as in Hive.</summary>
    private static string Decode(string text)
    {
        if (!text.Contains('%'))
        {
            return text;
        }

        var bytes = new List<byte>(text.Length);
        var i = 0;
        while (i < text.Length)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 3;
                continue;
            }

            var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
            bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, length)));
            i += length;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
