namespace Millrace.Jobs.Specification;

/// <summary>A job is not right; holds every fault that was found, in the order of the file. The command line ends with code 2.</summary>
public sealed class JobFileException : Exception
{
    /// <summary>The faults of <paramref name="file"/>, or of a job built in C# where that is null.</summary>
    public JobFileException(string? file, IReadOnlyList<JobFault> faults)
        : base(string.Join('\n', faults.Select(fault => fault.ToText(file))))
    {
        File = file;
        Faults = faults;
    }

    /// <summary>The job file as the user named it; null for a job built in C#.</summary>
    public string? File { get; }

    /// <summary>The faults.</summary>
    public IReadOnlyList<JobFault> Faults { get; }
}
