namespace Millrace.Training.Lanes;

/// <summary>
/// How the rows of an epoch fall to its S steps: in step s a lane with n rows gives rows ⌊n·s/S⌋ up to ⌊n·(s+1)/S⌋ of its order.
/// </summary>
internal static class StepSplit
{
    /// <summary>S = max(1, round(rows / B)), halves up.</summary>
    public static long Steps(long rows, int batchRows) => Math.Max(1, (long)((((Int128)rows * 2) + batchRows) / (2 * (Int128)batchRows)));

    /// <summary>Position in the lane's order where step <paramref name="step"/> starts.</summary>
    public static long Start(long laneRows, long step, long steps) => (long)((Int128)laneRows * step / steps);

    /// <summary>Most rows that the lane gives to any step.</summary>
    public static int MostRows(long laneRows, long steps) => checked((int)((laneRows + steps - 1) / steps));

    /// <summary>Rows that go through the layers at once: the most rows of a step that the lanes give, in k parts.</summary>
    public static int WorkspaceRows(ILaneSource source, LaneRange lanes, long steps, int parts)
    {
        long rows = 0;
        for (var lane = lanes.First; lane < lanes.End; lane++)
        {
            rows += MostRows(source.Rows(lane), steps);
        }

        return checked((int)Math.Max(1, (rows + parts - 1) / parts));
    }
}
