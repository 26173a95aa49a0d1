namespace Millrace.Jobs.Diagnostics;

/// <summary>How one check of the machine came out.</summary>
internal enum CheckStatus
{
    /// <summary>There, and as it should be.</summary>
    Fine,

    /// <summary>Not there; what it is for does not work, everything else does.</summary>
    Missing,

    /// <summary>Not there, and no job can run without it.</summary>
    Fatal,
}
