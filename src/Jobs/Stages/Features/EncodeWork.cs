using System.Text.Json;
using Millrace.Features.Encoders;
using Millrace.Features.Splitting;
using Millrace.Jobs.Places;
using Millrace.Jobs.Relations;

namespace Millrace.Jobs.Stages.Features;

/// <summary>
/// Clean rows → row-major Arrow feature files with id and lane, a file a part, as work on shares. Test has every row that the split calls test and that
/// has a label, also those that a rule kept from training. Immutable and thread-safe.
/// </summary>
internal sealed class EncodeWork : IRowWork<EncodeStatistics>
{
    /// <summary>The name under which executors know the work.</summary>
    public const string WorkName = "encode";

    private readonly EncodeSettings _settings;
    private readonly Splitter _splitter;
    private readonly FeatureModel _model;

    /// <summary>The work that the settings say.</summary>
    public EncodeWork(EncodeSettings settings)
    {
        _settings = settings;
        var job = settings.Learning.ReadJob();
        _splitter = Splitter.Create(job.Split, RelationPlan.ContractOf(job));
        _model = settings.ReadModel();
    }

    /// <inheritdoc/>
    public string Name => WorkName;

    /// <inheritdoc/>
    public JsonElement Settings => JsonSerializer.SerializeToElement(_settings);

    /// <inheritdoc/>
    public IReadOnlyList<string>? Columns => null;

    /// <inheritdoc/>
    public async Task<EncodeStatistics> RunAsync(RowShare share, CancellationToken cancellationToken)
    {
        await using var encoder = new ShareEncoder(_model.CreateEncoder(_settings.Lanes), share.Output);
        while (share.Rows.Read(cancellationToken) is { } scanned)
        {
            using (scanned)
            {
                await encoder.EncodeAsync(scanned.Rows, PartAssignment.Of(_splitter, share.Role, scanned.Rows), Wanted(share.Role), cancellationToken);
                share.Progressed(scanned.Rows.Length);
            }
        }

        return await encoder.CompleteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public EncodeStatistics Merge(EncodeStatistics left, EncodeStatistics right) => EncodeStatistics.Merge(left, right);

    /// <inheritdoc/>
    public EncodeStatistics Empty() => EncodeStatistics.Empty;

    /// <inheritdoc/>
    public byte[] Write(EncodeStatistics statistics) => JsonSerializer.SerializeToUtf8Bytes(statistics);

    /// <inheritdoc/>
    public EncodeStatistics Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<EncodeStatistics>(bytes)!;

    private static IReadOnlyList<SplitPart> Wanted(RowRole role) =>
        role == RowRole.Quarantined ? [SplitPart.Test] : [SplitPart.Train, SplitPart.Validation, SplitPart.Test];
}
