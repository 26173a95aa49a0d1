namespace Millrace.Jobs.Cluster.Through;

/// <summary>Neighbouring rows of one file.</summary>
/// <param name="Address">Hash of the file's address as Spark writes it, see <see cref="SourceAddress"/>.</param>
/// <param name="File">Its ordinal in the snapshot.</param>
/// <param name="First">Number of the first row in the file.</param>
/// <param name="Count">How many.</param>
internal readonly record struct CoveredRows(long Address, int File, long First, long Count);
