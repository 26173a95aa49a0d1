using System.Text;
using System.Text.Json;
using Millrace.Features.Cleaning;
using Millrace.Features.Splitting;
using Millrace.Features.Statistics;
using Millrace.Jobs.Places;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>The row stage as work on shares: contract and rules over each row. Immutable and thread-safe.</summary>
internal sealed class RowsWork : IRowWork<RowsStatistics>
{
    /// <summary>The name under which executors know the work.</summary>
    public const string WorkName = "rows";

    private readonly RowsWorkSettings _settings;
    private readonly RowStage _stage;

    /// <summary>The work that the settings say.</summary>
    public RowsWork(RowsWorkSettings settings)
    {
        _settings = settings;
        var job = JobFile.Parse(Encoding.UTF8.GetBytes(settings.Job), WorkName);
        _stage = Compile(job, settings.Input);
    }

    /// <inheritdoc/>
    public string Name => WorkName;

    /// <inheritdoc/>
    public JsonElement Settings => JsonSerializer.SerializeToElement(_settings);

    /// <inheritdoc/>
    public IReadOnlyList<string>? Columns => null;

    /// <summary>The work of a job's row stage.</summary>
    /// <param name="job">Its contract and cleaning steps.</param>
    /// <param name="isScoring">Whether every row must be answered, so none is set aside.</param>
    /// <param name="withProfile">Whether the clean rows are profiled for the report.</param>
    public static RowsWork Of(JobSpec job, bool isScoring, bool withProfile) =>
        new(new RowsWorkSettings(Encoding.UTF8.GetString(job.ToCanonicalJson()), isScoring, withProfile, !isScoring && MayTestQuarantined(job)));

    /// <summary>Whether the split can call a quarantined row test, so that it has to be answered: not where nothing is learned, nor where test rows come from files of their own.</summary>
    public static bool MayTestQuarantined(JobSpec job) => job.Features is not null && job.Split is not FilesSplitSpec;

    /// <summary>The work of the row stage of a further input.</summary>
    public static RowsWork OfInput(JobSpec job, string input) =>
        new(new RowsWorkSettings(Encoding.UTF8.GetString(job.ToCanonicalJson()), IsScoring: false, WithProfile: false, KeepsConverted: false, input));

    /// <inheritdoc/>
    public async Task<RowsStatistics> RunAsync(RowShare share, CancellationToken cancellationToken)
    {
        var mode = _settings.IsScoring ? RowStageMode.Scoring : RowStageMode.Training;
        await using var reader = new RowsReader(_stage, share, mode, NewProfile(), _settings.KeepsConverted);
        return await reader.RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public RowsStatistics Merge(RowsStatistics left, RowsStatistics right) => RowsStatistics.Merge(left, right);

    /// <inheritdoc/>
    public RowsStatistics Empty() => RowsStatistics.Of(NewProfile());

    /// <inheritdoc/>
    public byte[] Write(RowsStatistics statistics) => statistics.ToBytes();

    /// <inheritdoc/>
    public RowsStatistics Read(ReadOnlySpan<byte> bytes) => RowsStatistics.FromBytes(_stage.Contract, bytes);

    // What joins and windows order and sum is written as integers beside the values.
    private static RowStage Compile(JobSpec job, string? input)
    {
        var plan = RelationPlan.Of(job);
        if (input is null)
        {
            return RowStage.Compile(job.Contract, job.Cleaning, plan?.Integers ?? []);
        }

        var side = job.Inputs[input];
        return RowStage.Compile(side.Contract, side.Cleaning, plan!.Inputs.First(each => each.Name == input).Integers);
    }

    private TableProfile? NewProfile() => _settings.WithProfile ? new TableProfile(_stage.Contract) : null;
}
