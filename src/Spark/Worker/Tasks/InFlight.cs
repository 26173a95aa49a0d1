namespace Millrace.Spark.Worker.Tasks;

/// <summary>
/// Keeps a file with what is running, where Spark asks for one: if the process dies, Spark puts the file's text into its own error,
/// so the suspects are named. Thread-safe.
/// </summary>
internal sealed class InFlight
{
    private const string FolderVariable = "PYTHON_FAULTHANDLER_DIR";
    private readonly Lock _gate = new();
    private readonly List<string> _running = [];
    private readonly string? _file;

    /// <summary>Looks where Spark wants the file.</summary>
    public InFlight()
        : this(Environment.GetEnvironmentVariable(FolderVariable))
    {
    }

    internal InFlight(string? folder) => _file = string.IsNullOrEmpty(folder) ? null : Path.Combine(folder, $"{Environment.ProcessId}");

    /// <summary>How many tasks run now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _running.Count;
            }
        }
    }

    /// <summary>Names a task until the result is disposed.</summary>
    public IDisposable Enter(string assignment)
    {
        lock (_gate)
        {
            _running.Add(assignment);
            WriteFile();
        }

        return new Leaving(this, assignment);
    }

    private void Leave(string assignment)
    {
        lock (_gate)
        {
            _running.Remove(assignment);
            WriteFile();
        }
    }

    private void WriteFile()
    {
        if (_file is null)
        {
            return;
        }

        try
        {
            File.WriteAllText(_file, new ExecutorFailure
            {
                Kind = ExecutorFailureKind.Crash,
                Message = $"The worker process {Environment.ProcessId} ended while it ran:",
                Assignments = [.. _running],
            }.ToWireText());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The file only makes an error message better; without it tasks run all the same.
        }
    }

    private sealed class Leaving(InFlight owner, string assignment) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                owner.Leave(assignment);
            }
        }
    }
}
