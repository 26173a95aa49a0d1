using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Millrace.Spark.Server;

namespace Millrace.Spark.Tests.Server;

public sealed class SparkDownloadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-download-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_release_is_unpacked_with_its_modes_and_fetched_once()
    {
        byte[] archive = Archive();
        using var site = new Site(archive, Digits(archive) + "  spark-4.1.4-bin-hadoop3.tgz\n");
        string home = await Download(site).FetchAsync(Token);
        Assert.True(SparkHome.IsHome(home));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(home, "bin", "spark-submit")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal(home, await Download(site).FetchAsync(Token));
        Assert.Equal(2, site.Requests);
        Assert.Equal([home], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task An_archive_with_another_checksum_leaves_nothing()
    {
        byte[] archive = Archive();
        using var site = new Site(archive, Digits([1, 2, 3]));
        SparkException refused = await Assert.ThrowsAsync<SparkException>(() => Download(site).FetchAsync(Token));
        Assert.Contains("it was not used", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task An_archive_above_the_limit_is_cut_off()
    {
        byte[] archive = Archive();
        using var site = new Site(archive, Digits(archive));
        SparkException refused = await Assert.ThrowsAsync<SparkException>(() => Download(site, maxBytes: 10).FetchAsync(Token));
        Assert.Contains("larger than the 10 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_site_without_the_release_is_named()
    {
        using var site = new Site([], null);
        SparkException missing = await Assert.ThrowsAsync<SparkException>(() => Download(site).FetchAsync(Token));
        Assert.Contains("Spark 4.1.4 could not be downloaded from https://mirror.example/spark/", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checksum_is_read_in_both_of_its_forms()
    {
        string digits = Digits([7]);
        Assert.Equal(digits, SparkDownload.ParseChecksum($"{digits}  file.tgz\n"));
        string grouped = string.Join(' ', digits.ToUpperInvariant().Chunk(8).Select(static part => new string(part)));
        Assert.Equal(digits, SparkDownload.ParseChecksum($"file.tgz: {grouped[..70]}\n          {grouped[70..]}\n"));
        Assert.Null(SparkDownload.ParseChecksum("<html>not found</html>"));
        Assert.Null(SparkDownload.ParseChecksum(""));
    }

    [Fact]
    public async Task Faulty_options_are_all_named()
    {
        ArgumentException faulty = await Assert.ThrowsAsync<ArgumentException>(() => SparkHome.DownloadAsync(
            new SparkDownloadOptions { Version = "../4", ChecksumSource = new Uri("http://mirror.example/"), MaxBytes = 0 }, Token));
        Assert.Contains("Version is three numbers", faulty.Message, StringComparison.Ordinal);
        Assert.Contains("https", faulty.Message, StringComparison.Ordinal);
        Assert.Contains("above zero", faulty.Message, StringComparison.Ordinal);
    }

    private static string Digits(byte[] bytes) => Convert.ToHexStringLower(SHA512.HashData(bytes));

    private static byte[] Archive()
    {
        var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip))
        {
            const string Root = "spark-4.1.4-bin-hadoop3/";
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, Root + "jars/") { Mode = (UnixFileMode)0b111_101_101 });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, Root + "bin/spark-submit")
            {
                Mode = (UnixFileMode)0b111_101_101,
                DataStream = new MemoryStream("#!/bin/sh\n"u8.ToArray()),
            });
        }

        return bytes.ToArray();
    }

    private SparkDownload Download(Site site, long maxBytes = 1 << 20) => new(
        new SparkDownloadOptions { Version = "4.1.4", Source = new Uri("https://mirror.example/spark/"), Folder = _folder, MaxBytes = maxBytes }, site);

    /// <summary>A site with one release; without a checksum it has none.</summary>
    private sealed class Site(byte[] archive, string? checksum) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            HttpContent? content = request.RequestUri!.AbsolutePath switch
            {
                "/dist/spark/spark-4.1.4/spark-4.1.4-bin-hadoop3.tgz.sha512" when checksum is not null => new StringContent(checksum),
                "/spark/spark-4.1.4/spark-4.1.4-bin-hadoop3.tgz" when checksum is not null => new ByteArrayContent(archive),
                _ => null,
            };
            return Task.FromResult(new HttpResponseMessage(content is null ? HttpStatusCode.NotFound : HttpStatusCode.OK) { Content = content });
        }
    }
}
