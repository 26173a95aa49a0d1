using Millrace.Training;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>How a segment ended on a task; equal on all of them but for host and notes.</summary>
/// <param name="Reason">Why training ended; null where only the segment did.</param>
/// <param name="Step">Steps since the start of training.</param>
/// <param name="ResumedFromStep">The step that the segment went on from.</param>
/// <param name="StateBytes">Bytes of the whole state.</param>
/// <param name="Host">The task's host.</param>
/// <param name="ProcessId">The task's worker process.</param>
/// <param name="StartSeconds">From the task's start to the first step: rows sorted or found, links made.</param>
/// <param name="TrainSeconds">From there to the end of the segment.</param>
/// <param name="Notes">What a person should know.</param>
internal sealed record SegmentReport(
    StopReason? Reason, long Step, long ResumedFromStep, long StateBytes, string Host, int ProcessId, double StartSeconds, double TrainSeconds, IReadOnlyList<string> Notes);
