namespace Millrace.Jobs.Stages.Rows;

/// <summary>The promise that no row is lost silently: rows in = rows clean + rows quarantined + exact duplicates.</summary>
internal static class RowAccount
{
    /// <summary>Throws unless the account is even.</summary>
    /// <exception cref="InvalidOperationException">Rows are missing or doubled: a fault of this program, never of the data.</exception>
    public static void Require(long read, long clean, long quarantined, long duplicates)
    {
        if (read != clean + quarantined + duplicates)
        {
            throw new InvalidOperationException(
                $"The row account is uneven: {read} read, {clean} clean + {quarantined} quarantined + {duplicates} duplicates. "
                + "Rows were lost or doubled; nothing of this run may be used. Please report it.");
        }
    }
}
