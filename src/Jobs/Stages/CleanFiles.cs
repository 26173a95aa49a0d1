using Apache.Arrow;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages;

/// <summary>Reads files that an earlier stage of the same run wrote, through the engine's own scan: one reader for input and for what comes of it.</summary>
internal sealed class CleanFiles(IEngine engine, RunFolder folder, int readers)
{
    /// <summary>Gives every batch to <paramref name="visit"/>, which borrows it; the first argument is the reader's number.</summary>
    /// <param name="files">Relative to the run folder. No files are no rows.</param>
    /// <param name="columns">Which columns; null for all.</param>
    /// <param name="visit">Called on the reader's thread.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public async Task VisitAsync(
        IReadOnlyList<string> files, IReadOnlyList<string>? columns, Func<int, RecordBatch, CancellationToken, ValueTask> visit, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            return;
        }

        var spec = new InputSpec { Files = [.. files.Select(file => folder.Place(file))], HivePartitions = false };
        var snapshot = await new Surveyor(new SurveyOptions()).SurveyAsync(spec, folder.Root, cancellationToken);
        using var scan = engine.OpenScan(snapshot, engine.Plan(snapshot), columns, readers);
        await Readers.RunAsync(scan.Readers.Count, (number, token) => ReadAsync(scan.Readers[number], number, token), cancellationToken);

        async Task ReadAsync(IScanReader reader, int number, CancellationToken token)
        {
            while (reader.Read(token) is { } scanned)
            {
                using (scanned)
                {
                    await visit(number, scanned.Rows, token);
                }
            }
        }
    }
}
