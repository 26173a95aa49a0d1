namespace Millrace.Jobs.Ledger;

/// <summary>What a disk has left, and what to do where that is nothing.</summary>
internal static class DiskSpace
{
    private const long FullBytes = 16 << 20;

    /// <summary>Bytes free on the disk of <paramref name="folder"/>; null where that is not known.</summary>
    public static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What to do where so few bytes are free that this is the reason of a failure; empty otherwise. No full stop.</summary>
    public static string Advice(long? freeBytes) => freeBytes < FullBytes ? ". The disk is full: free space or choose another --out" : "";
}
