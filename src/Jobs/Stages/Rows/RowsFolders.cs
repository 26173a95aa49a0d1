namespace Millrace.Jobs.Stages.Rows;

/// <summary>Where one run of the row stage writes; full paths.</summary>
/// <param name="Clean">Rows that kept every rule.</param>
/// <param name="Quarantine">Rows set aside, as they came, with their reasons.</param>
/// <param name="QuarantinedConverted">The same rows in the clean layout, where they are kept.</param>
internal sealed record RowsFolders(string Clean, string Quarantine, string QuarantinedConverted);
