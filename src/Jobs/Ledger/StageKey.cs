using System.Security.Cryptography;
using System.Text;

namespace Millrace.Jobs.Ledger;

/// <summary>Builds a stage's key: a hash of the build, the settings that matter to the stage, and the keys of the stages it reads.</summary>
internal static class StageKey
{
    /// <summary>The key as hexadecimal text. Parts are separated by their lengths, so no two lists share a key.</summary>
    public static string Of(string stage, params ReadOnlySpan<string> dependsOn)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, ProductInfo.Build);
        Append(hash, stage);
        foreach (var part in dependsOn)
        {
            Append(hash, part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
