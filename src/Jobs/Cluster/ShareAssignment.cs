using Millrace.Jobs.Engine;

namespace Millrace.Jobs.Cluster;

/// <summary>One task's share of a stage's rows.</summary>
/// <param name="Label">Hash of the stage's key and of what the share reads: equal labels are equal work.</param>
/// <param name="Input">Which of the stage's inputs it reads.</param>
/// <param name="Scans">Neighbouring row groups of it; not empty.</param>
internal sealed record ShareAssignment(string Label, int Input, IReadOnlyList<ScanAssignment> Scans);
