using System.Text.Json;
using Millrace.Features.Splitting;
using Millrace.Jobs.Places;
using Millrace.Jobs.Relations;

namespace Millrace.Jobs.Stages.Features;

/// <summary>Counts the parts of the split, as work on shares. Immutable and thread-safe.</summary>
internal sealed class SplitWork : IRowWork<SplitCounts>
{
    /// <summary>The name under which executors know the work.</summary>
    public const string WorkName = "split";

    private readonly LearningSettings _settings;
    private readonly Splitter _splitter;

    /// <summary>The work that the settings say.</summary>
    public SplitWork(LearningSettings settings)
    {
        _settings = settings;
        var job = settings.ReadJob();
        _splitter = Splitter.Create(job.Split, RelationPlan.ContractOf(job));
    }

    /// <inheritdoc/>
    public string Name => WorkName;

    /// <inheritdoc/>
    public JsonElement Settings => JsonSerializer.SerializeToElement(_settings);

    /// <inheritdoc/>
    public IReadOnlyList<string>? Columns => null;

    /// <inheritdoc/>
    public Task<SplitCounts> RunAsync(RowShare share, CancellationToken cancellationToken)
    {
        var counts = new SplitCounts();
        while (share.Rows.Read(cancellationToken) is { } scanned)
        {
            using (scanned)
            {
                counts[share.Role].Add(PartAssignment.Of(_splitter, share.Role, scanned.Rows));
                share.Progressed(scanned.Rows.Length);
            }
        }

        return Task.FromResult(counts);
    }

    /// <inheritdoc/>
    public SplitCounts Merge(SplitCounts left, SplitCounts right)
    {
        left.Merge(right);
        return left;
    }

    /// <inheritdoc/>
    public SplitCounts Empty() => new();

    /// <inheritdoc/>
    public byte[] Write(SplitCounts statistics) => JsonSerializer.SerializeToUtf8Bytes(statistics.ToList());

    /// <inheritdoc/>
    public SplitCounts Read(ReadOnlySpan<byte> bytes) => SplitCounts.FromList(JsonSerializer.Deserialize<List<long[]>>(bytes)!);
}
