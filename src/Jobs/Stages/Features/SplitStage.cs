using Millrace.Features.Splitting;

namespace Millrace.Jobs.Stages.Features;

/// <summary>Counts the parts of the split. The split itself is a function of each row, asked again wherever rows are read.</summary>
internal sealed class SplitStage(CleanFiles files, Splitter splitter, int readers)
{
    /// <summary>Reads what the split looks at and counts.</summary>
    public async Task<SplitResult> RunAsync(PartRows rows, CancellationToken cancellationToken)
    {
        var clean = await CountAsync(rows.Clean, null, cancellationToken);
        var quarantined = await CountAsync(rows.Quarantined, null, cancellationToken);
        var test = await CountAsync(rows.TestFiles, SplitPart.Test, cancellationToken);
        var validation = await CountAsync(rows.ValidationFiles, SplitPart.Validation, cancellationToken);
        return new SplitResult(
            clean[SplitPart.Train],
            clean[SplitPart.Validation] + validation[SplitPart.Validation],
            clean[SplitPart.Test] + quarantined[SplitPart.Test] + test[SplitPart.Test],
            quarantined[SplitPart.Test]);
    }

    private async Task<PartCounts> CountAsync(IReadOnlyList<string> paths, SplitPart? fixedPart, CancellationToken cancellationToken)
    {
        var counts = Enumerable.Range(0, readers).Select(_ => new PartCounts()).ToArray();
        await files.VisitAsync(
            paths,
            columns: null,
            (reader, batch, _) =>
            {
                var parts = new SplitPart[batch.Length];
                if (fixedPart is { } part)
                {
                    Array.Fill(parts, part);
                }
                else
                {
                    splitter.Assign(batch, parts);
                }

                counts[reader].Add(parts);
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        var total = new PartCounts();
        foreach (var count in counts)
        {
            total.Merge(count);
        }

        return total;
    }
}
