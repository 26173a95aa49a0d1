using System.Text.Json;
using Millrace.Features.Encoders;
using Millrace.Features.Splitting;
using Millrace.Jobs.Places;
using Millrace.Jobs.Relations;

namespace Millrace.Jobs.Stages.Features;

/// <summary>The pass over the training rows that encoders are fitted on, as work on shares. Immutable and thread-safe.</summary>
internal sealed class FitWork : IRowWork<FeatureFit>
{
    /// <summary>The name under which executors know the work.</summary>
    public const string WorkName = "fit";

    private readonly LearningSettings _settings;
    private readonly Splitter _splitter;
    private readonly FeaturePlan _plan;

    /// <summary>The work that the settings say.</summary>
    public FitWork(LearningSettings settings)
    {
        _settings = settings;
        var job = settings.ReadJob();
        _splitter = Splitter.Create(job.Split, RelationPlan.ContractOf(job));
        _plan = FeaturePlans.Of(job);
    }

    /// <inheritdoc/>
    public string Name => WorkName;

    /// <inheritdoc/>
    public JsonElement Settings => JsonSerializer.SerializeToElement(_settings);

    /// <inheritdoc/>
    public IReadOnlyList<string>? Columns => null;

    /// <inheritdoc/>
    public Task<FeatureFit> RunAsync(RowShare share, CancellationToken cancellationToken)
    {
        var fit = new FeatureFit(_plan);
        while (share.Rows.Read(cancellationToken) is { } scanned)
        {
            using (scanned)
            {
                fit.Add(scanned.Rows, PartAssignment.Of(_splitter, share.Role, scanned.Rows));
                share.Progressed(scanned.Rows.Length);
            }
        }

        return Task.FromResult(fit);
    }

    /// <inheritdoc/>
    public FeatureFit Merge(FeatureFit left, FeatureFit right)
    {
        left.Merge(right);
        return left;
    }

    /// <inheritdoc/>
    public FeatureFit Empty() => new(_plan);

    /// <inheritdoc/>
    public byte[] Write(FeatureFit statistics) => statistics.ToBytes();

    /// <inheritdoc/>
    public FeatureFit Read(ReadOnlySpan<byte> bytes) => FeatureFit.FromBytes(_plan, bytes);
}
