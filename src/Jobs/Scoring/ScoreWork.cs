using System.Text.Json;
using Millrace.Jobs.Places;
using Millrace.Jobs.Stages.Rows;

namespace Millrace.Jobs.Scoring;

/// <summary>Rows in the clean layout → one answer a row, a prediction or null with the reason, as work on shares. Immutable and thread-safe.</summary>
/// <param name="settings">Model, bins, paths.</param>
/// <param name="models">Loads the model once a process.</param>
internal sealed class ScoreWork(ScoreSettings settings, ModelCache models) : IRowWork<ScoreStatistics>
{
    /// <summary>The name under which executors know the work.</summary>
    public const string WorkName = "score";

    /// <summary>The kind of file that holds answers.</summary>
    public const string Scores = "scores";

    /// <inheritdoc/>
    public string Name => WorkName;

    /// <inheritdoc/>
    public JsonElement Settings => JsonSerializer.SerializeToElement(settings);

    /// <inheritdoc/>
    public IReadOnlyList<string>? Columns => null;

    /// <inheritdoc/>
    public async Task<ScoreStatistics> RunAsync(RowShare share, CancellationToken cancellationToken)
    {
        var (features, model) = await models.GetAsync(settings);
        var scorer = new ShareScorer(features, model, settings);
        await using var output = new RotatingOutput(share, Scores, "scores");
        while (share.Rows.Read(cancellationToken) is { } scanned)
        {
            using (scanned)
            {
                var answers = share.Role == RowRole.Quarantined ? scorer.Refuse(scanned.Rows) : scorer.Score(scanned.Rows);
                share.Progressed(answers.Length);
                await output.TakeAsync(answers, cancellationToken);
            }
        }

        await output.CompleteAsync(cancellationToken);
        return scorer.Statistics();
    }

    /// <inheritdoc/>
    public ScoreStatistics Merge(ScoreStatistics left, ScoreStatistics right) => ScoreStatistics.Merge(left, right);

    /// <inheritdoc/>
    public ScoreStatistics Empty() => new();

    /// <inheritdoc/>
    public byte[] Write(ScoreStatistics statistics) => JsonSerializer.SerializeToUtf8Bytes(statistics);

    /// <inheritdoc/>
    public ScoreStatistics Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<ScoreStatistics>(bytes)!;
}
