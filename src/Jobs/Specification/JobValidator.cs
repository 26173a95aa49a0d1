using System.Numerics;
using Millrace.Features.Cleaning;
using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders;
using Millrace.Features.Splitting;
using Millrace.Jobs.Baselines;
using Millrace.Jobs.Cluster;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Specification.Binding;
using Millrace.Jobs.Specification.Relations;
using Millrace.Training;
using Millrace.Training.Losses;
using Millrace.Training.Networks;

namespace Millrace.Jobs.Specification;

/// <summary>
/// Checks a whole job before anything is read: ranges, and what settings mean to each other. Sections that could not be read from the file
/// are null here and are passed over. One use.
/// </summary>
internal sealed class JobValidator
{
    private const int MaxNameLength = 100;
    private const string DuplicatesPath = "duplicates";
    private const string SeeJobFile = "see docs/job-file.md";
    private const string FeaturesPath = "features";
    private const string TrainingPath = "training";

    private readonly JobSpec _job;
    private readonly List<JobFault> _faults = [];
    private readonly HashSet<string> _columns;
    private TableContract? _table;

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
        validator.CheckInput();
        validator.CheckCleaning();
        validator.CheckDuplicates();
        validator.CheckRelation();
        validator.CheckSplit();
        validator.CheckFeatures();
        validator.CheckTraining();
        validator.CheckNetwork();
        validator.CheckBaselines();
        validator.CheckSpark();
        return validator._faults;
    }

    private void CheckName()
    {
        if (_job.Name is { } name && (name.Length is 0 or > MaxNameLength || name[0] == '.' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')))
        {
            Fault("name", "is no name for a job", $"use letters, digits, dots, hyphens and underscores, at most {MaxNameLength}, and do not begin with a dot");
        }
    }

    private void CheckInput()
    {
        if (_job.Input is { } input && (input.Table is null) == (input.Files is not { Count: > 0 }))
        {
            Fault("input", input.Table is null ? "names no files" : "names files and a table", "write `input: FOLDER`, or `input: { table: NAME }` for a run on Spark");
        }
    }

    private void CheckCleaning()
    {
        if (_job.Contract is not null && _job.Cleaning is not null)
        {
            CheckRowStage(_job.Contract, _job.Cleaning, "");
        }
    }

    private void CheckRowStage(TableContract contract, IReadOnlyList<CleaningStep> steps, string prefix)
    {
        foreach (var fault in RowStage.Check(contract, steps))
        {
            var owner = fault.StepIndex < 0 || fault.StepIndex >= steps.Count
                ? fault.Column is null ? prefix + "contract" : SettingPath.Member(prefix + "contract", fault.Column)
                : StepPath(prefix + "cleaning", steps, fault.StepIndex);
            var path = fault.Member is "" or nameof(TableContract.Columns) ? owner : SettingPath.Member(owner, SnakeCase.From(fault.Member));
            AddUnlessKnown(new JobFault(path, Trimmed(fault.Message), fault.StepIndex < 0 ? SeeJobFile : "see docs/rules.md") { Offset = fault.Offset > 0 ? fault.Offset : null, FollowsFromContract = fault.StepIndex >= 0 || fault.Column is null });
        }
    }

    private static string StepPath(string section, IReadOnlyList<CleaningStep> steps, int index)
    {
        var union = (UnionShape)JobShapes.Catalog.Of(typeof(CleaningStep));
        return SettingPath.Member(SettingPath.Item(section, index), union.Of(steps[index]).Tag);
    }

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
            if (_job.Contract?.Columns.FirstOrDefault(column => column.Name == duplicates.By[i])?.Type is { } type && HoldsFloats(type))
            {
                Fault(SettingPath.Item("duplicates.by", i), $"names a column of type {type}, whose values are not compared exactly", "name integers, text, dates or timestamps, or write `duplicates: all`");
            }
        }
    }

    private static bool HoldsFloats(ColumnType type) => type.IsFloat || (type.Element is { } element && HoldsFloats(element));

    private void CheckRelation()
    {
        foreach (var (name, input) in _job.Inputs ?? new Dictionary<string, SideInputSpec>())
        {
            if (input?.Contract is not null && input.Cleaning is not null)
            {
                CheckRowStage(input.Contract, input.Cleaning, SettingPath.Member("inputs", name) + ".");
            }
        }

        var before = _faults.Count;
        var plan = RelationCompiler.Compile(_job, _faults);

        // What a faulty relation stage would make is not known, so nothing is said about what reads it.
        _table = _faults.Count > before || (plan is null && _job.Relation is not null) ? null : plan?.Contract ?? _job.Contract;
    }

    private void CheckSplit()
    {
        if (_table is null || _job.Split is null)
        {
            return;
        }

        foreach (var fault in Splitter.Check(_job.Split, _table))
        {
            var path = fault.Member.Length == 0 ? "split" : SettingPath.Member("split", SnakeCase.From(fault.Member));
            AddUnlessKnown(new JobFault(path, Trimmed(fault.Message), SeeJobFile) { FollowsFromContract = true });
        }

        if (_job.Training?.EarlyStopping is not null && !HasValidation(_job.Split))
        {
            Fault("training.early_stopping", "needs validation rows, and the split gives none", "give `split: { validation: 0.15 }`, or write `early_stopping: null`");
        }
    }

    private void CheckSpark()
    {
        if (_job.Training is { Mode: TrainingMode.Local } training && training.Local?.Replicas is { } replicas && (!BitOperations.IsPow2(replicas) || replicas > training.Lanes))
        {
            Fault("training.local.replicas", $"is {replicas}", $"give a power of two up to the {training.Lanes} lanes");
        }

        if (_job.Training is { Mode: TrainingMode.Local, Optimizer.Lazy: true })
        {
            Fault("training.optimizer", "is lazy, which does not go with `mode: local`", "remove `lazy`, or train in mode `sync`");
        }

        if (_job.Training?.Cluster?.RoundTasks is { } tasks && !BitOperations.IsPow2(tasks))
        {
            Fault("training.cluster.round_tasks", $"is {tasks}", "give a power of two: every task has an equal share of the replicas");
        }

        if (_job.Training?.Cluster?.Ports is { } ports && Cluster.Training.PortRange.Parse(ports) is null)
        {
            Fault("training.cluster.ports", $"is no range of ports: `{ports}`", $"write {Cluster.Training.PortRange.Forms}");
        }

        if (_job.Run?.Spark?.Address is { } address && SparkAddress.Parse(address) is null)
        {
            Fault("run.spark.address", $"is no address of a Spark: `{address}`", $"write {SparkAddress.Forms}");
        }
    }

    private static bool HasValidation(SplitSpec split) => split switch
    {
        HashSplitSpec hash => hash.Validation > 0,
        TimeSplitSpec time => time.Cuts is { Count: > 1 } || time.Validation > 0,
        ColumnSplitSpec column => column.Validation.Count > 0 || column.ValidationShare > 0,
        FilesSplitSpec files => files.ValidationFiles.Count > 0 || files.Validation > 0,
        _ => true,
    };

    private void CheckFeatures()
    {
        if (_job.Features is not { } features)
        {
            if (_job.Training is not null)
            {
                Fault(TrainingPath, "has nothing to learn from", "add `features`, with `label` at least");
            }

            return;
        }

        if (_job.Training is not { } training)
        {
            Fault(FeaturesPath, "are described, but nothing is trained", "add `training` and `network`, or remove `features`");
            return;
        }

        if (_table is null || features.Label is null)
        {
            return;
        }

        foreach (var fault in FeaturePlan.Check(features, _table, training.LabelKind()))
        {
            AddUnlessKnown(new JobFault(FeaturePath(features, fault), Trimmed(fault.Message), SeeJobFile) { FollowsFromContract = true });
        }
    }

    private static string FeaturePath(FeatureSpec features, FeatureFault fault)
    {
        var path = fault.Member.Length == 0 ? FeaturesPath : SettingPath.Member(FeaturesPath, SnakeCase.From(fault.Member));
        if (fault.Column is null)
        {
            return path;
        }

        path = SettingPath.Member(path, fault.Column);
        if (fault.StepIndex < 0 || !features.Columns.TryGetValue(fault.Column, out var steps) || fault.StepIndex >= steps.Count)
        {
            return path;
        }

        var union = (UnionShape)JobShapes.Catalog.Of(typeof(EncoderSpec));
        return union.Inside(SettingPath.Item(path, fault.StepIndex), union.Of(steps[fault.StepIndex]).Tag);
    }

    private void CheckTraining()
    {
        if (_job.Training is not { } training)
        {
            return;
        }

        if (!BitOperations.IsPow2(training.Lanes))
        {
            Fault("training.lanes", $"is {training.Lanes}, no power of two", "give 1, 2, 4, 8, ... up to 1,024");
        }

        if (!BitOperations.IsPow2(_job.Run.Ranks) || _job.Run.Ranks > training.Lanes)
        {
            Fault("run.ranks", $"is {_job.Run.Ranks}, which cannot share {training.Lanes} lanes evenly", $"give a power of two up to {training.Lanes}");
        }

        CheckRankMode(training, _job.Run);
        if (!Fits(training.Task, training.Loss))
        {
            var tag = ((UnionShape)JobShapes.Catalog.Of(typeof(LossSpec))).Of(training.Loss!).Tag;
            Fault("training.loss", $"{tag} is no loss for the task {SnakeCase.From(training.Task.ToString())}", "leave `loss` out for the task's own, or see docs/job-file.md");
        }

        CheckClassWeights(training);
    }

    private void CheckClassWeights(TrainingSpec training)
    {
        var weights = training.Loss switch
        {
            LogisticLossSpec logistic => logistic.ClassWeights,
            CrossEntropyLossSpec crossEntropy => crossEntropy.ClassWeights,
            _ => null,
        };
        if (weights is null)
        {
            return;
        }

        var union = (UnionShape)JobShapes.Catalog.Of(typeof(LossSpec));
        var path = SettingPath.Member(union.Inside("training.loss", union.Of(training.Loss!).Tag), "class_weights");
        if (ClassWeights.FaultOf(weights) is { } fault)
        {
            Fault(path, fault, "give numbers from 0 on, at least one of them above 0");
        }

        if (training.Loss is LogisticLossSpec ? weights.Count != 2 : weights.Count < 2)
        {
            Fault(
                path, $"has {weights.Count} {(weights.Count == 1 ? "entry" : "entries")}",
                training.Loss is LogisticLossSpec ? "give two: for label 0 and for label 1" : "give one for each class, in the order of the classes' names");
        }
    }

    private void CheckRankMode(TrainingSpec training, RunSpec run)
    {
        if (run is { Tls: true, RankMode: RankMode.Threads })
        {
            Fault("run.tls", "has nothing to encrypt: ranks that are threads sum in memory", "add `rank_mode: processes` or `rank_mode: tcp` under `run`, or remove `tls`");
        }

        if (run.RankMode != RankMode.Threads && training.Mode == TrainingMode.Local)
        {
            Fault("run.rank_mode", $"{SnakeCase.From(run.RankMode.ToString())} does not go with `mode: local`, whose replicas send nothing to each other within a round", "remove it");
        }
    }

    private void CheckBaselines()
    {
        if (_job.Baselines.Naive is not { } column || _job.Training is not { } training || _job.Features is not { } features)
        {
            return;
        }

        if (training.Task != TrainingTask.Regression)
        {
            Fault("baselines.naive", "is a forecast of a number, but the task is a classification", "remove it");
        }

        if (NaiveForecast.StepOf(features, column) is null)
        {
            Fault("baselines.naive", $"the column `{column}` is not among the features as it is", $"add `{column}: [ pass_through ]` to `features.columns`");
        }
    }

    private void CheckNetwork()
    {
        if (_job.Network is not { } network)
        {
            if (_job.Training is not null)
            {
                Fault(TrainingPath, "has no network to train", "add `network`, for example `network: { layers: [ { dense: { units: 64, activation: relu } } ] }`");
            }

            return;
        }

        if (_job.Training is null)
        {
            Fault("network", "is described, but nothing trains it", "add `training`, or remove `network`");
        }

        if (network.Model == ModelKind.Tabular && network.Layers.Count > 0)
        {
            Fault("network.layers", "cannot be listed for the tabular model, which has its own", "remove `layers`, or `model: tabular`");
        }

        if (network.Model != ModelKind.Tabular && network.Tabular is not null)
        {
            Fault("network.tabular", "has no effect without the tabular model", "add `model: tabular`, or remove it");
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

    /// <summary>An area's own check may find what the range of the setting told already.</summary>
    private void AddUnlessKnown(JobFault fault)
    {
        if (!_faults.Exists(known => known.Path == fault.Path))
        {
            Add(fault);
        }
    }

    private void Add(JobFault fault) => _faults.Add(fault);
}
