using Apache.Arrow;
using Millrace.Features.Encoders;
using Millrace.Features.Hashing;
using Millrace.Features.Splitting;
using Millrace.Jobs.Ledger;

namespace Millrace.Jobs.Stages.Features;

/// <summary>
/// Clean rows → row-major Arrow feature files with id and lane, a set of files a part. Test has every row that the split calls test and that has a label,
/// also those that a rule kept from training.
/// </summary>
internal sealed class EncodeStage(CleanFiles files, Splitter splitter, FeatureModel model, int lanes, int readers)
{
    private static readonly SplitPart[] Parts = [SplitPart.Train, SplitPart.Validation, SplitPart.Test];

    /// <summary>Encodes every part.</summary>
    public async Task<EncodeResult> RunAsync(PartRows rows, StageScope scope, CancellationToken cancellationToken)
    {
        var folder = scope.Folder.Place("work", "features");
        scope.Folder.ResetFolder(folder);
        var workers = Enumerable.Range(0, readers).Select(number => new EncodeWorker(model.CreateEncoder(lanes), folder, number)).ToArray();
        try
        {
            await EncodeAsync(rows.Clean, null, null, workers, cancellationToken);
            await EncodeAsync(rows.Quarantined, null, SplitPart.Test, workers, cancellationToken);
            await EncodeAsync(rows.ValidationFiles, SplitPart.Validation, null, workers, cancellationToken);
            await EncodeAsync(rows.TestFiles, SplitPart.Test, null, workers, cancellationToken);
            foreach (var worker in workers)
            {
                await worker.CompleteAsync(cancellationToken);
            }

            return Collect(workers, scope);
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }
    }

    private Task EncodeAsync(
        IReadOnlyList<string> paths, SplitPart? fixedPart, SplitPart? onlyPart, EncodeWorker[] workers, CancellationToken cancellationToken) =>
        files.VisitAsync(
            paths,
            columns: null,
            async (reader, batch, token) =>
            {
                var parts = new SplitPart[batch.Length];
                if (fixedPart is { } part)
                {
                    System.Array.Fill(parts, part);
                }
                else
                {
                    splitter.Assign(batch, parts);
                }

                foreach (var wanted in Parts)
                {
                    if (onlyPart is null || onlyPart == wanted)
                    {
                        await workers[reader].EncodeAsync(batch, parts, wanted, token);
                    }
                }
            },
            cancellationToken);

    private static EncodeResult Collect(EncodeWorker[] workers, StageScope scope)
    {
        foreach (var part in Parts)
        {
            var content = workers.Select(worker => worker.Content(part)).Aggregate(default(ContentHash), ContentHash.Merge);
            scope.Commit($"features_{Name(part)}", FilesOf(part), content.Rows, content.ToString());
        }

        var test = workers.Select(worker => worker.TestReport).Aggregate(EncodingReport.Empty, EncodingReport.Merge);
        return new EncodeResult
        {
            TrainFiles = Relative(SplitPart.Train),
            ValidationFiles = Relative(SplitPart.Validation),
            TestFiles = Relative(SplitPart.Test),
            TrainRows = RowsOf(SplitPart.Train),
            ValidationRows = RowsOf(SplitPart.Validation),
            TestRows = RowsOf(SplitPart.Test),
            TestCounts = test.Columns,
            TestRowsWithoutLabel = test.WithoutLabel,
        };

        IEnumerable<string> FilesOf(SplitPart part) => workers.SelectMany(worker => worker.FilesOf(part)).Order(StringComparer.Ordinal);

        IReadOnlyList<string> Relative(SplitPart part) => [.. FilesOf(part).Select(scope.Folder.Relative)];

        long RowsOf(SplitPart part) => workers.Sum(worker => worker.Content(part).Rows);
    }

    private static string Name(SplitPart part) => part.ToString().ToLowerInvariant();

    /// <summary>One reader's encoder and its files. For one thread at a time.</summary>
    private sealed class EncodeWorker(FeatureEncoder encoder, string folder, int number) : IAsyncDisposable
    {
        private readonly FeatureFileWriter[] _writers =
            [.. Parts.Select(part => new FeatureFileWriter(Path.Combine(folder, $"{Name(part)}-{number:00}.arrow")))];

        private int[] _rows = [];

        public EncodingReport TestReport { get; private set; } = EncodingReport.Empty;

        public ContentHash Content(SplitPart part) => _writers[(int)part].Content;

        public IEnumerable<string> FilesOf(SplitPart part) => _writers[(int)part].File is { } file ? [file] : [];

        public async Task EncodeAsync(RecordBatch batch, SplitPart[] parts, SplitPart wanted, CancellationToken cancellationToken)
        {
            if (_rows.Length < batch.Length)
            {
                _rows = new int[batch.Length];
            }

            var count = 0;
            for (var row = 0; row < batch.Length; row++)
            {
                if (parts[row] == wanted)
                {
                    _rows[count++] = row;
                }
            }

            if (count > 0)
            {
                var encoded = encoder.EncodeLabelled(batch, _rows.AsSpan(0, count));
                var report = encoder.TakeReport();
                TestReport = wanted == SplitPart.Test ? EncodingReport.Merge(TestReport, report) : TestReport;
                await _writers[(int)wanted].TakeAsync(encoded, cancellationToken);
            }
        }

        public async Task CompleteAsync(CancellationToken cancellationToken)
        {
            foreach (var writer in _writers)
            {
                await writer.CompleteAsync(cancellationToken);
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var writer in _writers)
            {
                await writer.DisposeAsync();
            }
        }
    }
}
