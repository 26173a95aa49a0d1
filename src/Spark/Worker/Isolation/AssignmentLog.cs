using System.Globalization;

namespace Millrace.Spark.Worker.Isolation;

/// <summary>
/// The assignments in flight, kept in two files while they run. One is Spark's (<c>PYTHON_FAULTHANDLER_DIR/&lt;pid&gt;</c>): if the process dies, Spark puts its
/// text into its own error. The other is for the next process of the session: what was in flight is suspected, and runs alone the next time. Thread-safe.
/// </summary>
internal sealed class AssignmentLog : IDisposable
{
    private const string FolderVariable = "PYTHON_FAULTHANDLER_DIR";
    private const string SessionVariable = "SPARK_JOB_ARTIFACT_UUID";
    private readonly Lock _gate = new();
    private readonly List<RunningAssignment> _running = [];
    private readonly HashSet<string> _suspects = new(StringComparer.Ordinal);
    private readonly string? _forSpark;
    private readonly string? _forNext;

    /// <summary>Looks where Spark wants its file, and what the last process of the session left.</summary>
    public AssignmentLog()
        : this(Environment.GetEnvironmentVariable(FolderVariable), Environment.GetEnvironmentVariable(SessionVariable) ?? "default")
    {
    }

    /// <summary>The log of a process that runs one task alone: its starter reads what it worked on.</summary>
    public static AssignmentLog ForChild() => new(Environment.GetEnvironmentVariable(FolderVariable), session: null);

    internal AssignmentLog(string? folder, string? session)
    {
        if (string.IsNullOrEmpty(folder))
        {
            return;
        }

        _forSpark = Path.Combine(folder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        if (session is null)
        {
            return;
        }

        var prefix = $"millrace-{session}-";
        _forNext = Path.Combine(folder, prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        Inherit(folder, prefix);
    }

    /// <summary>How many tasks run that were not given up.</summary>
    public int Wanted
    {
        get
        {
            lock (_gate)
            {
                return _running.Count(static one => !one.GivenUp);
            }
        }
    }

    /// <summary>Whether it was in flight when a process of this session died.</summary>
    public bool IsSuspect(Assignment assignment)
    {
        lock (_gate)
        {
            return _suspects.Contains(assignment.Key);
        }
    }

    /// <summary>Takes the suspicion away: it has run to its end, alone.</summary>
    public void Clear(Assignment assignment)
    {
        lock (_gate)
        {
            if (_suspects.Remove(assignment.Key))
            {
                Write();
            }
        }
    }

    /// <summary>What a dead child worked on; empty where it wrote nothing down.</summary>
    public static IReadOnlyList<string> ReadLeftBy(int processId)
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 } folder)
        {
            return [];
        }

        var file = Path.Combine(folder, processId.ToString(CultureInfo.InvariantCulture));
        try
        {
            var left = ExecutorFailure.Find(File.ReadAllText(file));
            TryDelete(file);
            return left?.Assignments ?? [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Writes down that a task runs, until the result is disposed.</summary>
    /// <param name="assignment">The task.</param>
    /// <param name="operatorName">What it runs.</param>
    /// <param name="elsewhere">Whether it runs in another process, so that this one cannot die of it.</param>
    public RunningAssignment Enter(Assignment assignment, string operatorName, bool elsewhere)
    {
        var running = new RunningAssignment(this, assignment, operatorName, elsewhere);
        lock (_gate)
        {
            _running.Add(running);
            Write();
        }

        return running;
    }

    /// <summary>Removes the files: the process ends as it should.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            TryDelete(_forSpark);
            TryDelete(_forNext);
        }
    }

    internal void Leave(RunningAssignment running)
    {
        lock (_gate)
        {
            _running.Remove(running);
            Write();
        }
    }

    internal void Changed()
    {
        lock (_gate)
        {
            Write();
        }
    }

    private void Inherit(string folder, string prefix)
    {
        try
        {
            foreach (var left in Directory.EnumerateFiles(folder, prefix + "*"))
            {
                if (!IsAlive(left[(left.LastIndexOf('-') + 1)..]))
                {
                    _suspects.UnionWith(File.ReadAllLines(left).Where(static line => line.Length > 0));
                    TryDelete(left);
                }
            }

            if (_suspects.Count > 0)
            {
                Write();
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Without the files nothing is suspected.
        }
    }

    private void Write()
    {
        if (_forSpark is null)
        {
            return;
        }

        var atRisk = _running.Where(static one => !one.Elsewhere).ToArray();
        try
        {
            File.WriteAllText(_forSpark, new ExecutorFailure
            {
                Kind = ExecutorFailureKind.Crash,
                Message = $"The worker process {Environment.ProcessId} ended while it ran:",
                Assignments = [.. atRisk.Select(static one => one.Text)],
            }.ToWireText());
            if (_forNext is not null)
            {
                File.WriteAllLines(_forNext, atRisk.Select(static one => one.Assignment.Key).Concat(_suspects).Distinct());
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The files only make a crash's consequences better; without them tasks run all the same.
        }
    }

    private static bool IsAlive(string processId)
    {
        if (!int.TryParse(processId, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return false;
        }

        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void TryDelete(string? file)
    {
        try
        {
            if (file is not null)
            {
                File.Delete(file);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Spark removes the folder.
        }
    }
}
