using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Millrace.Spark.Server;

/// <summary>
/// Fetches an official Apache Spark release once and keeps it in the user's cache folder. Nothing is unpacked before the SHA-512 of the
/// whole archive equals the one that the release publishes; only a complete folder gets its name. Safe to run in several processes.
/// </summary>
internal sealed partial class SparkDownload(SparkDownloadOptions options, HttpMessageHandler handler)
{
    private const int BufferBytes = 1 << 20;
    private const int MaxChecksumBytes = 4 << 10;

    /// <summary>The folder of the release: from the cache, or downloaded.</summary>
    /// <param name="cancellationToken">Ends the download and removes what there is of it.</param>
    /// <exception cref="SparkException">The release cannot be had, is larger than allowed, or its checksum differs.</exception>
    public async Task<string> FetchAsync(CancellationToken cancellationToken)
    {
        string name = $"spark-{options.Version}-bin-hadoop3";
        string home = Path.Combine(options.Folder, name);
        if (SparkHome.IsHome(home))
        {
            return home;
        }

        Directory.CreateDirectory(options.Folder);
        string attempt = Path.Combine(options.Folder, $".{name}.{Guid.NewGuid():N}");
        Directory.CreateDirectory(attempt);
        try
        {
            using var client = new HttpClient(handler, disposeHandler: false) { Timeout = options.Timeout };
            string archive = Path.Combine(attempt, "archive.tgz");
            string path = $"spark-{options.Version}/{name}.tgz";
            string published = await ReadChecksumAsync(client, new Uri(options.ChecksumSource, path + ".sha512"), cancellationToken);
            string computed = await SaveAsync(client, new Uri(options.Source, path), archive, cancellationToken);
            if (!CryptographicOperations.FixedTimeEquals(Convert.FromHexString(published), Convert.FromHexString(computed)))
            {
                throw new SparkException($"The download of {name} has SHA-512 {computed}, and the release publishes {published}: it was not used.");
            }

            await UnpackAsync(archive, attempt, cancellationToken);
            return Publish(Path.Combine(attempt, name), home);
        }
        catch (HttpRequestException e)
        {
            throw new SparkException($"Spark {options.Version} could not be downloaded from {options.Source}: {e.Message}", innerException: e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SparkException($"Spark {options.Version} did not arrive within {options.Timeout}.", innerException: e);
        }
        finally
        {
            Directory.Delete(attempt, recursive: true);
        }
    }

    /// <summary>The 128 digits of a published checksum, whether written as <c>digits  file</c> or as <c>file: digits in groups</c>.</summary>
    internal static string? ParseChecksum(string text)
    {
        string line = text.Contains(':', StringComparison.Ordinal) ? text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..] : text.Trim().Split(' ')[0];
        string digits = Space().Replace(line, "").ToLowerInvariant();
        return Digits().IsMatch(digits) ? digits : null;
    }

    private static async Task<string> ReadChecksumAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using Stream content = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[MaxChecksumBytes];
        int count = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return ParseChecksum(System.Text.Encoding.ASCII.GetString(bytes, 0, count)) ?? throw new SparkException($"{address} holds no SHA-512.");
    }

    private async Task<string> SaveAsync(HttpClient client, Uri address, string file, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using Stream content = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var target = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        var buffer = new byte[BufferBytes];
        long total = 0;
        for (int count; (count = await content.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            total += count;
            if (total > options.MaxBytes)
            {
                throw new SparkException(string.Create(CultureInfo.InvariantCulture, $"{address} is larger than the {options.MaxBytes} bytes allowed."));
            }

            hash.AppendData(buffer, 0, count);
            await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task UnpackAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(archive);
        await using var plain = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(plain, folder, overwriteFiles: false, cancellationToken);
    }

    private static string Publish(string unpacked, string home)
    {
        if (!SparkHome.IsHome(unpacked))
        {
            throw new SparkException($"The archive holds no Spark: bin/spark-submit or jars is missing in {Path.GetFileName(unpacked)}.");
        }

        try
        {
            Directory.Move(unpacked, home);
        }
        catch (IOException) when (SparkHome.IsHome(home))
        {
            // another process was first
        }

        return home;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("^[0-9a-f]{128}$")]
    private static partial Regex Digits();
}
