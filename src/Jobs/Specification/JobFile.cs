using Millrace.Jobs.Specification.Binding;
using Millrace.Jobs.Specification.Yaml;

namespace Millrace.Jobs.Specification;

/// <summary>Reads job files: YAML → <see cref="JobSpec"/>, with every fault at its line and column, all at once.</summary>
public static class JobFile
{
    private const string ContractPath = "contract";

    private static readonly YamlLimits Limits = new();

    /// <summary>Reads and checks the job in <paramref name="path"/>. Nothing else is read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What messages call it; null for <paramref name="path"/>.</param>
    /// <exception cref="JobFileException">The file cannot be read, or something in it is wrong; holds every fault.</exception>
    public static JobSpec Load(string path, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        name ??= path;
        byte[] bytes;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > Limits.MaxBytes)
            {
                throw new JobFileException(name, [new JobFault("", $"is {file.Length:N0} bytes long, {Limits.MaxBytes:N0} are allowed", "a job file holds settings only, keep data in files of their own")]);
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var what = failure is FileNotFoundException or DirectoryNotFoundException
                ? Directory.Exists(path) ? "is a folder" : "there is no such file"
                : Directory.Exists(path) ? "is a folder" : $"cannot be read ({failure.Message.TrimEnd('.')})";
            throw new JobFileException(name, [new JobFault("", what, "give the path of a job file")]);
        }

        return Parse(bytes, name);
    }

    /// <summary>Reads and checks a job from text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="name">What messages call it; null for no place.</param>
    /// <exception cref="JobFileException">Something in it is wrong; holds every fault.</exception>
    public static JobSpec Parse(ReadOnlySpan<byte> utf8, string? name)
    {
        var (job, faults) = Read(utf8);
        return faults.Count == 0 ? job! : throw new JobFileException(name, faults);
    }

    /// <summary>Reads a job with all faults of form and meaning, in the order of the file; the job is null where there was no map at all.</summary>
    internal static (JobSpec? Job, IReadOnlyList<JobFault> Faults) Read(ReadOnlySpan<byte> utf8)
    {
        var faults = new List<JobFault>();
        var places = new SourceMap();
        JobSpec? job = null;
        var binder = new RecordBinder(faults, places);
        if (YamlReader.Read(utf8, Limits, faults) is { } root)
        {
            job = (JobSpec?)binder.BindRoot(JobShapes.Root, root);
        }

        if (job is not null)
        {
            // A setting that could not be read has a default now, which must not be blamed for what follows from it.
            var columnsLost = binder.Lost.Any(path => path == ContractPath || SettingPath.Parent(path) == ContractPath);
            faults.AddRange(JobValidator.Validate(job)
                .Where(fault => !binder.Lost.Exists(path => SettingPath.IsWithin(fault.Path, path)) && !(columnsLost && fault.FollowsFromContract))
                .Select(places.Locate));
        }

        return (job, [.. faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)]);
    }
}
