using Apache.Arrow;
using Millrace.Features.Encoders;
using Millrace.Features.Splitting;
using Millrace.Jobs.Places;

namespace Millrace.Jobs.Stages.Features;

/// <summary>The encoder of one share and its files, one a part. For one thread at a time; disposing without completing removes what was written.</summary>
internal sealed class ShareEncoder(FeatureEncoder encoder, ShareOutput output) : IAsyncDisposable
{
    private static readonly SplitPart[] Parts = [SplitPart.Train, SplitPart.Validation, SplitPart.Test];

    private readonly FeatureFileWriter[] _writers =
        [.. Parts.Select(part => new FeatureFileWriter(Path.Combine(output.FolderOf(FeatureKinds.Of(part)), $"{FeatureKinds.Of(part)}-{output.Label}.arrow"), encoder.Lanes))];

    private EncodingReport _test = EncodingReport.Empty;
    private int[] _rows = [];

    /// <summary>Encodes the rows of a batch (borrowed) that belong to the wanted parts.</summary>
    public async Task EncodeAsync(RecordBatch batch, SplitPart[] parts, IReadOnlyList<SplitPart> wanted, CancellationToken cancellationToken)
    {
        foreach (var part in wanted)
        {
            var count = Choose(parts, part);
            if (count > 0)
            {
                var encoded = encoder.EncodeLabelled(batch, _rows.AsSpan(0, count));
                var report = encoder.TakeReport();
                _test = part == SplitPart.Test ? EncodingReport.Merge(_test, report) : _test;
                await _writers[(int)part].TakeAsync(encoded, cancellationToken);
            }
        }
    }

    /// <summary>Finishes the files and gives what was counted.</summary>
    public async Task<EncodeStatistics> CompleteAsync(CancellationToken cancellationToken)
    {
        foreach (var part in Parts)
        {
            if (await _writers[(int)part].CompleteAsync(cancellationToken) is { } file)
            {
                output.Add(FeatureKinds.Of(part), file);
            }
        }

        return new EncodeStatistics([.. _writers.Select(writer => writer.Content.ToString())], _test);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers)
        {
            await writer.DisposeAsync();
        }
    }

    private int Choose(SplitPart[] parts, SplitPart wanted)
    {
        if (_rows.Length < parts.Length)
        {
            _rows = new int[parts.Length];
        }

        var count = 0;
        for (var row = 0; row < parts.Length; row++)
        {
            if (parts[row] == wanted)
            {
                _rows[count++] = row;
            }
        }

        return count;
    }
}
