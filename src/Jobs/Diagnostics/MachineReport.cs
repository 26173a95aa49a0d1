namespace Millrace.Jobs.Diagnostics;

/// <summary>What this machine has and what it lacks.</summary>
/// <param name="Version">Version of Millrace.</param>
/// <param name="Checks">Everything that was looked at.</param>
internal sealed record MachineReport(string Version, IReadOnlyList<MachineCheck> Checks)
{
    /// <summary>Whether jobs can run here on the embedded engine.</summary>
    public bool CanRunJobs => Checks.All(check => check.Status != CheckStatus.Fatal);
}
