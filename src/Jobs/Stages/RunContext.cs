using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Stages;

/// <summary>What the stages of one run share: the job, where things are, the engine, the ledger, and what was found on the way. One a run; not thread-safe.</summary>
internal sealed class RunContext
{
    private readonly List<Finding> _findings = [];

    public RunContext(JobSpec job, RunOptions options, IRunDisplay display, RunFolder folder, IEngine engine, IPlace place)
    {
        Job = job;
        Options = options;
        Display = display;
        Folder = folder;
        Engine = engine;
        Place = place;
        Ledger = new StageLedger(folder);
        Stages = new StageRunner(Ledger, display, place);
        Sections = new JobSections(job);
        Files = new CleanFiles(folder);
    }

    /// <summary>The job, checked.</summary>
    public JobSpec Job { get; }

    public RunOptions Options { get; }

    public IRunDisplay Display { get; }

    public RunFolder Folder { get; }

    /// <summary>The engine of this process.</summary>
    public IEngine Engine { get; }

    /// <summary>Where rows are worked on.</summary>
    public IPlace Place { get; }

    public StageLedger Ledger { get; }

    /// <summary>Runs a stage, or takes its result from an earlier run.</summary>
    public StageRunner Stages { get; }

    /// <summary>The job's sections as text, for stage keys.</summary>
    public JobSections Sections { get; }

    /// <summary>Pins what earlier stages wrote.</summary>
    public CleanFiles Files { get; }

    /// <summary>What was found so far, in order.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Keeps a finding and shows it.</summary>
    public void Found(FindingSeverity severity, string stage, string text)
    {
        var finding = new Finding(severity, stage, text);
        _findings.Add(finding);
        Display.Found(finding);
    }

    /// <summary>A path of the job file, which is relative to the job file's folder.</summary>
    public string JobPath(string path) => Path.GetFullPath(path, Options.JobFolder);
}
