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

    /// <summary>The job, checked.</summary>
    public required JobSpec Job { get; init; }

    public required RunOptions Options { get; init; }

    public required IRunDisplay Display { get; init; }

    public required RunFolder Folder { get; init; }

    /// <summary>The engine of this process.</summary>
    public required IEngine Engine { get; init; }

    /// <summary>Where rows are worked on.</summary>
    public required IPlace Place { get; init; }

    public StageLedger Ledger => field ??= new StageLedger(Folder);

    /// <summary>Runs a stage, or takes its result from an earlier run.</summary>
    public StageRunner Stages => field ??= new StageRunner(Ledger, Display, Place, Options.Logger);

    /// <summary>The job's sections as text, for stage keys.</summary>
    public JobSections Sections => field ??= new JobSections(Job);

    /// <summary>Pins what earlier stages wrote.</summary>
    public CleanFiles Files => field ??= new CleanFiles(Folder);

    /// <summary>What was found so far, in order.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Keeps a finding and shows it.</summary>
    public void Found(FindingSeverity severity, string stage, string text)
    {
        var finding = new Finding(severity, stage, text);
        _findings.Add(finding);
        Display.Found(finding);
        if (severity == FindingSeverity.Warning)
        {
            Log.Warned(Options.Logger, stage, text);
        }
        else
        {
            Log.Noted(Options.Logger, stage, text);
        }
    }

    /// <summary>A path of the job file, which is relative to the job file's folder.</summary>
    public string JobPath(string path) => Path.GetFullPath(path, Options.JobFolder);
}
