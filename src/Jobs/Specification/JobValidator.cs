using System.Numerics;
using Millrace.Features.Cleaning;
using Millrace.Jobs.Specification.Binding;
using Millrace.Training.Losses;

namespace Millrace.Jobs.Specification;

/// <summary>
/// Checks a whole job before anything is read: ranges, and what settings mean to each other. Sections that could not be read from the file
/// are null here and are passed over. One use.
/// </summary>
internal sealed class JobValidator
{
    private const int MaxNameLength = 100;
    private const string DuplicatesPath = "duplicates";
    private const string TrainingPath = "training";

    private readonly JobSpec _job;
    private readonly List<JobFault> _faults = [];
    private readonly HashSet<string> _columns;

    private JobValidator(JobSpec job)
    {
        _job = job;
        _columns = new HashSet<string>((job.Contract?.Columns ?? []).Select(column => column.Name), StringComparer.Ordinal);
    }

    /// <summary>Every fault of <paramref name="job"/>.</summary>
    public static IReadOnlyList<JobFault> Validate(JobSpec job)
    {
        var validator = new JobValidator(job);
        new LimitCheck(validator._faults).Check(JobShapes.Root, job, "");
        validator.CheckName();
        validator.CheckCleaning();
        validator.CheckDuplicates();
        validator.CheckTraining();
        return validator._faults;
    }

    private void CheckName()
    {
        if (_job.Name is { } name && (name.Length is 0 or > MaxNameLength || name[0] == '.' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')))
        {
            Fault("name", "is no name for a job", $"use letters, digits, dots, hyphens and underscores, at most {MaxNameLength}, and do not begin with a dot");
        }
    }

    private void CheckCleaning()
    {
        if (_job.Contract is null || _job.Cleaning is null)
        {
            return;
        }

        foreach (var fault in RowStage.Check(_job.Contract, _job.Cleaning))
        {
            var owner = fault.StepIndex < 0 || fault.StepIndex >= _job.Cleaning.Count
                ? fault.Column is null ? "contract" : SettingPath.Member("contract", fault.Column)
                : StepPath(fault.StepIndex);
            var path = fault.Member.Length == 0 ? owner : SettingPath.Member(owner, SnakeCase.From(fault.Member));
            Add(new JobFault(path, Trimmed(fault.Message), Remedy(fault)) { Offset = fault.Offset > 0 ? fault.Offset : null, FollowsFromContract = fault.StepIndex >= 0 });
        }
    }

    private string StepPath(int index)
    {
        var union = (UnionShape)JobShapes.Catalog.Of(typeof(CleaningStep));
        return SettingPath.Member(SettingPath.Item("cleaning", index), union.Of(_job.Cleaning[index]).Tag);
    }

    private static string Remedy(CleaningSpecFault fault) => fault.StepIndex < 0 ? "see docs/job-file.md, contract" : "see docs/rules.md";

    private void CheckDuplicates()
    {
        if (_job.Duplicates is not { } duplicates)
        {
            return;
        }

        if (duplicates.All == duplicates.By.Count > 0)
        {
            Fault(DuplicatesPath, duplicates.All ? "names columns and `all`" : "names no columns", "write `duplicates: all`, or `duplicates: { by: [COLUMN] }`");
        }

        for (var i = 0; i < duplicates.By.Count; i++)
        {
            CheckColumn(SettingPath.Item("duplicates.by", i), duplicates.By[i]);
        }
    }

    private void CheckTraining()
    {
        if (_job.Training is not { } training)
        {
            if (_job.Network is not null)
            {
                Fault("network", "is described, but nothing trains it", "add `training`, or remove `network`");
            }

            return;
        }

        if (_job.Network is null)
        {
            Fault(TrainingPath, "has no network to train", "add `network`, for example `network: { layers: [ { dense: { units: 64, activation: relu } } ] }`");
        }

        if (!BitOperations.IsPow2(training.Lanes))
        {
            Fault("training.lanes", $"is {training.Lanes}, no power of two", "give 1, 2, 4, 8, ... up to 1,024");
        }

        if (!BitOperations.IsPow2(_job.Run.Ranks) || _job.Run.Ranks > training.Lanes)
        {
            Fault("run.ranks", $"is {_job.Run.Ranks}, which cannot share {training.Lanes} lanes evenly", $"give a power of two up to {training.Lanes}");
        }

        if (!Fits(training.Task, training.Loss))
        {
            var tag = ((UnionShape)JobShapes.Catalog.Of(typeof(LossSpec))).Of(training.Loss!).Tag;
            Fault("training.loss", $"{tag} is no loss for the task {SnakeCase.From(training.Task.ToString())}", "leave `loss` out for the task's own, or see docs/job-file.md");
        }
    }

    private static bool Fits(TrainingTask task, LossSpec? loss) => loss is null || task switch
    {
        TrainingTask.Binary => loss is LogisticLossSpec,
        TrainingTask.Multiclass => loss is CrossEntropyLossSpec,
        _ => loss is not (LogisticLossSpec or CrossEntropyLossSpec),
    };

    private void CheckColumn(string path, string column)
    {
        if (_job.Contract is not null && !_columns.Contains(column))
        {
            Add(new JobFault(path, $"the column `{column}` is not in the contract", Suggestion.Remedy(column, _columns)) { FollowsFromContract = true });
        }
    }

    private static string Trimmed(string message) => message.TrimEnd('.');

    private void Fault(string path, string what, string remedy) => Add(new JobFault(path, what, remedy));

    private void Add(JobFault fault) => _faults.Add(fault);
}
