using System.Runtime.InteropServices;

namespace Millrace.Jobs.CommandLine;

/// <summary>
/// Keeps Ctrl-C and SIGTERM, which a terminal or a service manager sends to every process of a run, from ending a process that its parent stops in order: what the signal means is the parent's
/// to decide. Dispose to hear them again.
/// </summary>
internal sealed class SignalsLeftToParent : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations = Array.ConvertAll(
        [PosixSignal.SIGINT, PosixSignal.SIGTERM], static signal => PosixSignalRegistration.Create(signal, static context => context.Cancel = true));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }
}
