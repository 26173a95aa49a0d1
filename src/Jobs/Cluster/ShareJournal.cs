using System.Text.Json;

namespace Millrace.Jobs.Cluster;

/// <summary>
/// The accepted reports of one stage, written as they arrive, a line each: a run that was killed goes on from them. A last line that was cut off by the kill
/// is no report. For one thread at a time.
/// </summary>
internal sealed class ShareJournal : IAsyncDisposable
{
    private const byte LineEnd = (byte)'\n';
    private readonly FileStream _stream;

    private ShareJournal(FileStream stream, IReadOnlyDictionary<string, ShareReport> found)
    {
        _stream = stream;
        Found = found;
    }

    /// <summary>The reports of earlier runs, by share.</summary>
    public IReadOnlyDictionary<string, ShareReport> Found { get; }

    /// <summary>Opens the journal, creating it where it is missing.</summary>
    public static async Task<ShareJournal> OpenAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var found = new Dictionary<string, ShareReport>(StringComparer.Ordinal);
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        var (reports, whole) = Parse(bytes);
        foreach (var report in reports)
        {
            found[report.Label] = report;
        }

        stream.SetLength(whole);
        stream.Position = whole;
        return new ShareJournal(stream, found);
    }

    /// <summary>The reports of a journal, which is left as it is; none where it is missing.</summary>
    public static IReadOnlyList<ShareReport> Read(string path) => File.Exists(path) ? Parse(File.ReadAllBytes(path)).Reports : [];

    /// <summary>Writes a report down for good.</summary>
    public async Task AppendAsync(ShareReport report, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(report, ClusterJson.Options), LineEnd], cancellationToken);
        _stream.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static (IReadOnlyList<ShareReport> Reports, int WholeBytes) Parse(byte[] bytes)
    {
        var reports = new List<ShareReport>();
        var whole = Array.LastIndexOf(bytes, LineEnd) + 1;
        for (var start = 0; start < whole;)
        {
            var end = Array.IndexOf(bytes, LineEnd, start);
            if (ReportOf(bytes.AsSpan(start, end - start)) is { Label: not null, Attempt: not null } report)
            {
                reports.Add(report);
            }

            start = end + 1;
        }

        return (reports, whole);
    }

    private static ShareReport? ReportOf(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<ShareReport>(line, ClusterJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
