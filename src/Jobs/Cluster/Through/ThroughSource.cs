using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Cluster.Through;

/// <summary>Where the rows of an operation through Spark come from.</summary>
/// <param name="Label">Hash of the stage's key and of the source: part of the names of files.</param>
/// <param name="Name">What messages and quarantine call a source that has no files.</param>
/// <param name="Snapshot">The pinned input; the ordinals of rows are those of its files.</param>
/// <param name="HasFiles">Whether the last two columns are the hash of the file's address (<see cref="SourceAddress"/>) and the row's number in it.</param>
internal sealed record ThroughSource(string Label, string Name, Snapshot Snapshot, bool HasFiles);
