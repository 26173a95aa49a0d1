using Apache.Arrow;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages.Model;

/// <summary>Looks at the first rows of pinned files.</summary>
internal static class FirstRows
{
    /// <summary>Shows the first batch that has rows; false where no file has any.</summary>
    /// <param name="engine">Reads the files; borrowed.</param>
    /// <param name="snapshot">The files.</param>
    /// <param name="columns">Which columns.</param>
    /// <param name="look">Borrows the batch.</param>
    /// <param name="cancellationToken">Stops before the batch.</param>
    public static bool Look(IEngine engine, Snapshot snapshot, IReadOnlyList<string> columns, Action<RecordBatch> look, CancellationToken cancellationToken)
    {
        if (snapshot.Files.Count == 0)
        {
            return false;
        }

        using var scan = engine.OpenScan(snapshot, engine.Plan(snapshot), columns, 1);
        while (scan.Readers[0].Read(cancellationToken) is { } scanned)
        {
            using (scanned)
            {
                if (scanned.Rows.Length > 0)
                {
                    look(scanned.Rows);
                    return true;
                }
            }
        }

        return false;
    }
}
