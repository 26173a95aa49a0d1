using System.Text.Json;
using Millrace.Features.Contracts;
using Millrace.Features.Hashing;
using Millrace.Features.Statistics;
using Millrace.Jobs.Places;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Stages.Features;
using Millrace.Jobs.Stages.Rows;

namespace Millrace.Jobs.Stages.Relations;

/// <summary>
/// The training table as the engine left it → the training table in the clean layout, a kind of file for each role, as work on shares. Immutable and
/// thread-safe.
/// </summary>
internal sealed class FinishWork : IRowWork<FinishStatistics>
{
    /// <summary>The name under which executors know the work.</summary>
    public const string WorkName = "finish";

    private readonly LearningSettings _settings;
    private readonly TableFinish _finish;
    private readonly TableContract _made;
    private readonly int[] _columns;

    /// <summary>The work that the settings say.</summary>
    public FinishWork(LearningSettings settings)
    {
        _settings = settings;
        var job = settings.ReadJob();
        var plan = RelationPlan.Of(job) ?? throw new ArgumentException("the job has no relation stage", nameof(settings));
        _finish = new TableFinish(plan.Result);
        var own = job.Contract.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        _made = new TableContract { Columns = [.. plan.Contract.Columns.Where(column => !own.Contains(column.Name))] };
        _columns = [.. Enumerable.Range(0, plan.Result.Columns.Count)];
    }

    /// <inheritdoc/>
    public string Name => WorkName;

    /// <inheritdoc/>
    public JsonElement Settings => JsonSerializer.SerializeToElement(_settings);

    /// <inheritdoc/>
    public IReadOnlyList<string>? Columns => null;

    /// <summary>The kind of file that rows of a role go to.</summary>
    public static string KindOf(RowRole role) => role == RowRole.Main ? "table" : $"table_{role.ToString().ToLowerInvariant()}";

    /// <inheritdoc/>
    public async Task<FinishStatistics> RunAsync(RowShare share, CancellationToken cancellationToken)
    {
        var content = default(ContentHash);
        var profile = NewProfile();
        await using var output = new RotatingOutput(share, KindOf(share.Role), "table");
        while (share.Rows.Read(cancellationToken) is { } scanned)
        {
            using (scanned)
            {
                var finished = _finish.Apply(scanned.Rows);
                content = ContentHash.Merge(content, RowIdentity.ComputeContent(finished, _columns));
                if (share.Role == RowRole.Main)
                {
                    profile?.Add(finished);
                }

                share.Progressed(finished.Length);
                await output.TakeAsync(finished, cancellationToken);
            }
        }

        await output.CompleteAsync(cancellationToken);
        return new FinishStatistics(new SortedDictionary<RowRole, ContentHash> { [share.Role] = content }, profile);
    }

    /// <inheritdoc/>
    public FinishStatistics Merge(FinishStatistics left, FinishStatistics right) => FinishStatistics.Merge(left, right);

    /// <inheritdoc/>
    public FinishStatistics Empty() => new([], NewProfile());

    /// <inheritdoc/>
    public byte[] Write(FinishStatistics statistics) => JsonSerializer.SerializeToUtf8Bytes(
        new Stored(statistics.Content.ToDictionary(pair => pair.Key, pair => pair.Value.ToBytes()), statistics.Profile?.ToBytes()));

    /// <inheritdoc/>
    public FinishStatistics Read(ReadOnlySpan<byte> bytes)
    {
        var stored = JsonSerializer.Deserialize<Stored>(bytes)!;
        return new FinishStatistics(
            new SortedDictionary<RowRole, ContentHash>(stored.Content.ToDictionary(pair => pair.Key, pair => ContentHash.FromBytes(pair.Value))),
            stored.Profile is { } profile ? TableProfile.FromBytes(_made, profile) : null);
    }

    private TableProfile? NewProfile() => _made.Columns.Count == 0 ? null : new TableProfile(_made);

    /// <summary>The statistics as they cross.</summary>
    private sealed record Stored(Dictionary<RowRole, byte[]> Content, byte[]? Profile);
}
