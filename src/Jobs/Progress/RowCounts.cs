namespace Millrace.Jobs.Progress;

/// <summary>Rows over one run; read = clean + quarantined + duplicates.</summary>
/// <param name="Read">Rows read from the input.</param>
/// <param name="Clean">Rows that went on.</param>
/// <param name="Quarantined">Rows set aside with their reasons.</param>
/// <param name="Duplicates">Rows removed as duplicates of another; zero where the job asks for no removal.</param>
public sealed record RowCounts(long Read, long Clean, long Quarantined, long Duplicates);
