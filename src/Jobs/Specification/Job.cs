using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Labels;
using Millrace.Features.Splitting;
using Millrace.Jobs.Specification.Relations;
using Millrace.Jobs.Survey;
using Millrace.Training.Layers;
using Millrace.Training.Networks;

namespace Millrace.Jobs.Specification;

/// <summary>
/// Builds a <see cref="JobSpec"/> in C#, in the order that the job runs in. Every method gives a new builder and leaves this one as it
/// was. Immutable and thread-safe.
/// </summary>
public sealed class Job
{
    private readonly JobSpec _spec;

    private Job(JobSpec spec) => _spec = spec;

    /// <summary>A job with a name and nothing else.</summary>
    public static Job Named(string name) =>
        new(new JobSpec { Name = name, Input = new InputSpec { Files = [] }, Contract = new TableContract { Columns = [] } });

    /// <summary>Seed of everything random.</summary>
    public Job Seeded(ulong seed) => new(_spec with { Seed = seed });

    /// <summary>Reads Parquet from folders, files and globs.</summary>
    public Job Read(params IReadOnlyList<string> files) => Read(new InputSpec { Files = files });

    /// <summary>Reads what <paramref name="input"/> says.</summary>
    public Job Read(InputSpec input) => new(_spec with { Input = input });

    /// <summary>Adds a column to the contract.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type as a job file writes it, such as <c>decimal(9,2)</c>.</param>
    /// <param name="nullable">Whether null is a legal value.</param>
    /// <param name="unit">Unit of measure; null when it has none.</param>
    /// <exception cref="FormatException">There is no such type.</exception>
    public Job Column(string name, string type, bool nullable = false, string? unit = null) =>
        Column(new ColumnContract { Name = name, Type = ColumnType.Parse(type), Nullable = nullable, Unit = unit });

    /// <summary>Adds columns to the contract.</summary>
    public Job Column(params IReadOnlyList<ColumnContract> columns) =>
        new(_spec with { Contract = new TableContract { Columns = [.. _spec.Contract.Columns, .. columns] } });

    /// <summary>Adds a rule: rows for which <paramref name="check"/> is false go to quarantine.</summary>
    public Job Rule(string name, string check) => Clean(new RuleStep { Name = name, Check = check, Otherwise = RuleAction.Quarantine });

    /// <summary>Adds cleaning steps after those there are.</summary>
    public Job Clean(params IReadOnlyList<CleaningStep> steps) => new(_spec with { Cleaning = [.. _spec.Cleaning, .. steps] });

    /// <summary>Keeps one row of those that are equal in these columns.</summary>
    public Job RemoveDuplicates(params IReadOnlyList<string> by) => new(_spec with { Duplicates = new DuplicateSpec { By = by } });

    /// <summary>Keeps one row of those that are equal in every column.</summary>
    public Job RemoveExactDuplicates() => new(_spec with { Duplicates = new DuplicateSpec { All = true } });

    /// <summary>Adds a further table.</summary>
    public Job With(string name, SideInputSpec input) =>
        new(_spec with { Inputs = new Dictionary<string, SideInputSpec>(_spec.Inputs, StringComparer.Ordinal) { [name] = input } });

    /// <summary>Says how the tables meet.</summary>
    public Job Relate(RelationSpec relation) => new(_spec with { Relation = relation });

    /// <summary>Divides the rows into training, validation and test.</summary>
    public Job Split(SplitSpec split) => new(_spec with { Split = split });

    /// <summary>Predicts <paramref name="label"/> from the columns that <see cref="Encode"/> names, or from all where it names none.</summary>
    public Job Predict(string label) => Predict(new FeatureSpec { Label = new LabelSpec { Column = label } });

    /// <summary>Predicts and encodes what <paramref name="features"/> says.</summary>
    public Job Predict(FeatureSpec features) => new(_spec with { Features = features });

    /// <summary>Encodes a column; call after <see cref="Predict(string)"/>.</summary>
    /// <exception cref="InvalidOperationException">Nothing is predicted yet.</exception>
    public Job Encode(string column, params IReadOnlyList<EncoderSpec> encoders)
    {
        var features = _spec.Features ?? throw new InvalidOperationException("Say what is predicted before how columns are encoded: call Predict first.");
        return new Job(_spec with
        {
            Features = features with { Columns = new Dictionary<string, IReadOnlyList<EncoderSpec>>(features.Columns, StringComparer.Ordinal) { [column] = encoders } },
        });
    }

    /// <summary>The hidden layers, first to last; none is a linear model.</summary>
    public Job Network(params IReadOnlyList<LayerSpec> layers) => Network(new NetworkSpec { Layers = layers });

    /// <summary>The network.</summary>
    public Job Network(NetworkSpec network) => new(_spec with { Network = network });

    /// <summary>How the network is trained.</summary>
    public Job Train(TrainingSpec training) => new(_spec with { Training = training });

    /// <summary>What the network is compared with.</summary>
    public Job CompareWith(BaselineSpec baselines) => new(_spec with { Baselines = baselines });

    /// <summary>What the trained model is written as.</summary>
    public Job Export(ExportSpec export) => new(_spec with { Export = export });

    /// <summary>When the run has failed although nothing broke.</summary>
    public Job Gate(GateSpec gates) => new(_spec with { Gates = gates });

    /// <summary>What the run may use of the machine.</summary>
    public Job Using(RunSpec run) => new(_spec with { Run = run });

    /// <summary>The job, checked.</summary>
    /// <exception cref="JobFileException">Something is wrong; holds every fault.</exception>
    public JobSpec Build() => _spec.Validate() is { Count: > 0 } faults ? throw new JobFileException(null, faults) : _spec;
}
