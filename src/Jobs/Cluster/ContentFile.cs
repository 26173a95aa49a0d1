using System.Security.Cryptography;
using System.Text.Json;
using Millrace.Jobs.Ledger;

namespace Millrace.Jobs.Cluster;

/// <summary>Data for executors in a file of the work folder whose name is the hash of its content: nobody can read another than was meant.</summary>
internal static class ContentFile
{
    /// <summary>Writes the file, unless it is there, and gives its full path.</summary>
    public static async Task<string> WriteAsync<T>(string folder, T content, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content, ClusterJson.Options);
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, Convert.ToHexStringLower(SHA256.HashData(bytes)) + ".json");
        if (!File.Exists(path))
        {
            await AtomicFile.WriteAsync(path, bytes, cancellationToken);
        }

        return path;
    }

    /// <summary>Reads a file that <see cref="WriteAsync"/> wrote.</summary>
    /// <exception cref="JobFailedException">It is not there, or its content is not what its name says.</exception>
    public static T Read<T>(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (IOException failure)
        {
            throw new JobFailedException($"This executor does not see {path}: the run folder must be the same files for the driver and every executor.", failure);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == Path.GetFileNameWithoutExtension(path)
            ? JsonSerializer.Deserialize<T>(bytes, ClusterJson.Options) ?? throw new JobFailedException($"{path} holds nothing.")
            : throw new JobFailedException($"{path} was changed: its name is the hash of its content.");
    }
}
