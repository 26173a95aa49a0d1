using System.IO.Hashing;
using System.Text;
using Millrace.Training;
using Millrace.Training.Checkpoints;
using Millrace.Training.Hosting;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>Turns the rows of a segment into the next checkpoint, checked and on disk.</summary>
internal static class SegmentResult
{
    /// <summary>Keeps the state under its step's name and lets go of older ones.</summary>
    /// <exception cref="TrainingException">Tasks disagree, or a part is missing.</exception>
    public static async Task<(StoredState State, SegmentReport Report)> KeepAsync(
        IReadOnlyList<TaskRow> rows, TaskShape shape, ClusterTrainingRun run, StateReturn way, CancellationToken cancellationToken)
    {
        var reports = rows.Where(row => row.Kind == TaskRowKind.Segment).Select(row => row.Record<SegmentReport>()).ToArray();
        if (reports.Length != shape.Tasks || reports.DistinctBy(report => (report.Reason, report.Step, report.StateBytes)).Count() != 1)
        {
            throw new InvalidOperationException($"{reports.Length} of {shape.Tasks} tasks reported, at {string.Join(", ", reports.Select(r => r.Step))} steps. Please report it.");
        }

        var path = CheckpointFolder.PathOf(run.CheckpointFolder, reports[0].Step);
        var state = way.Folder is { } folder
            ? await JoinAsync(rows, path, folder, cancellationToken)
            : await AssembleAsync(rows, path, way.LimitBytes, cancellationToken);
        CheckpointFolder.Prune(run.CheckpointFolder);
        return (state, reports[0]);
    }

    private static async Task<StoredState> AssembleAsync(IReadOnlyList<TaskRow> rows, string path, long limitBytes, CancellationToken cancellationToken)
    {
        var assembly = new StateAssembly(limitBytes + (64 << 20));
        foreach (var row in rows.Where(row => row.Kind == TaskRowKind.Slice))
        {
            assembly.Add(new StateSlice(row.Rank, row.Sequence, row.Hash, row.Bytes));
        }

        return await assembly.WriteAsync(path, cancellationToken);
    }

    /// <summary>Joins the ranks' files, checking each against its row, and removes all that lies there.</summary>
    private static async Task<StoredState> JoinAsync(IReadOnlyList<TaskRow> rows, string path, string folder, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 20];
        await using (var joined = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            foreach (var row in rows.Where(row => row.Kind == TaskRowKind.File).OrderBy(row => row.Rank))
            {
                var hash = new XxHash128();
                await using var part = File.OpenRead(Path.Combine(folder, Path.GetFileName(Encoding.UTF8.GetString(row.Bytes.Span))));
                while (await part.ReadAsync(buffer, cancellationToken) is > 0 and var read)
                {
                    hash.Append(buffer.AsSpan(0, read));
                    await joined.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }

                if (Convert.ToHexStringLower(hash.GetCurrentHash()) != row.Hash)
                {
                    throw new CheckpointException(part.Name, "it is not what its rank wrote");
                }
            }

            joined.Flush(flushToDisk: true);
        }

        StoredState.Read(path + ".tmp");
        File.Move(path + ".tmp", path, overwrite: true);
        Directory.Delete(folder, recursive: true);
        return StoredState.Read(path);
    }
}
