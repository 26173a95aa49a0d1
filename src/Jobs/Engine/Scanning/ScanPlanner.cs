using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Engine.Scanning;

/// <summary>Cuts files into assignments: neighbouring row groups up to the wished number of rows. A function of the snapshot alone.</summary>
internal static class ScanPlanner
{
    public static IReadOnlyList<ScanAssignment> Plan(Snapshot snapshot, long assignmentRows)
    {
        var assignments = new List<ScanAssignment>();
        foreach (var file in snapshot.Files)
        {
            if (file.Rows is not { } rows)
            {
                assignments.Add(new ScanAssignment(file.Ordinal, 0, 1, 0, null));
            }
            else if (!FilePlan.NumbersRowsOf(file))
            {
                assignments.Add(new ScanAssignment(file.Ordinal, 0, file.RowGroups.Count, 0, rows));
            }
            else
            {
                Cut(assignments, file, assignmentRows);
            }
        }

        return assignments;
    }

    private static void Cut(List<ScanAssignment> assignments, SnapshotFile file, long assignmentRows)
    {
        var firstGroup = 0;
        long firstRow = 0;
        long rows = 0;
        for (var i = 0; i < file.RowGroups.Count; i++)
        {
            rows += file.RowGroups[i].Rows;
            if (rows >= assignmentRows || (i == file.RowGroups.Count - 1 && rows > 0))
            {
                assignments.Add(new ScanAssignment(file.Ordinal, firstGroup, i + 1 - firstGroup, firstRow, rows));
                firstRow += rows;
                firstGroup = i + 1;
                rows = 0;
            }
        }
    }
}
