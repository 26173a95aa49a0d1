namespace Millrace.Jobs.Reporting;

/// <summary>One station on the way of the rows.</summary>
/// <param name="Name">A short name: <c>read</c>, <c>clean</c>, <c>training rows</c>.</param>
/// <param name="Rows">Rows that arrive here; null where rows are not counted.</param>
/// <param name="Words">What happens, in a few words.</param>
/// <param name="Aside">Rows that leave the flow here, with why; empty where none do.</param>
internal sealed record FlowStep(string Name, long? Rows, string Words, IReadOnlyList<KeyValuePair<string, long>> Aside);
