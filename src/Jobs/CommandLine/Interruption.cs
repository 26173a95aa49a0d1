using System.Runtime.InteropServices;

namespace Millrace.Jobs.CommandLine;

/// <summary>
/// Ctrl-C and SIGTERM as a cancellation token. The first asks the run to stop at the next safe place; the second is left to the
/// system, which ends the process. Dispose to stop listening.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly TextWriter _error;
    private int _signals;

    private Interruption(TextWriter error)
    {
        _error = error;
        _registrations = Array.ConvertAll([PosixSignal.SIGINT, PosixSignal.SIGTERM], signal => PosixSignalRegistration.Create(signal, Receive));
    }

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Starts to listen; says on <paramref name="error"/> that a signal was heard.</summary>
    public static Interruption Listen(TextWriter error) => new(error);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Receive(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref _signals) > 1)
        {
            return;
        }

        context.Cancel = true;
        _error.WriteLine("stopping; once more ends at once");
        _source.Cancel();
    }
}
