using Millrace.Features.Encoders;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;
using Millrace.Jobs.Stages.Model;
using Millrace.Training;
using Millrace.Training.Hosting;
using Millrace.Training.Local;
using Millrace.Training.Losses;
using Millrace.Training.Networks;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>
/// What a job's training surely needs, before its features are fitted: vocabularies as small as they can be, lists of one element, rows of one step. So what is refused by it could never have
/// trained; the preflight judges the network itself. Pure.
/// </summary>
internal static class PlannedNetwork
{
    private const int LeastCategories = 3;

    // Few rows a category make an embedding narrower than the root of its entries.
    private const int LeastColumns = 2;

    /// <summary>Refuses ranks, slots and memory with which the job cannot train.</summary>
    /// <param name="job">The job.</param>
    /// <param name="answers">What the executors answered.</param>
    /// <param name="overhead">What a container has beside an executor's heap; null where nothing is held to one.</param>
    /// <exception cref="JobFailedException">It cannot train there; says what is needed and what there is.</exception>
    public static void Refuse(JobSpec job, ExecutorAnswers answers, MemoryOverhead? overhead)
    {
        if (job is not { Training: { } training, Network: { } network, Features: not null })
        {
            return;
        }

        var tasks = training.Mode == TrainingMode.Local
            ? (training.Local ?? new LocalTraining()).Replicas
            : TaskShape.Of(job.Run.Ranks, training.Lanes, answers.Slots).Tasks;
        if (LeastTaskBytes(job, training, network, tasks) is { } bytes)
        {
            var processes = answers.Reports.GroupBy(answer => (answer.Host, answer.Folder))
                .Select(process => (process.Key.Host, Tasks: Math.Min(process.Count(), tasks), process.First().MemoryBytes)).ToArray();

            // Which of the slots the tasks take is not known yet: at best they spread.
            var least = Math.Max(1, tasks / processes.Length);
            new MemoryNeeds(bytes, job.Run.Ranks).Check([.. processes.Select(process => (process.Host, Math.Min(process.Tasks, least), process.MemoryBytes))], overhead);
        }
    }

    private static long? LeastTaskBytes(JobSpec job, TrainingSpec training, NetworkSpec network, int tasks)
    {
        var isTabular = network.Model == ModelKind.Tabular;
        var batchRows = TrainingDefaults.BatchRows(training, isTabular, 0);
        var plan = new TrainingPlan
        {
            Network = network,
            Input = InputOf(ExpectedFeatures.Of(FeaturePlans.Of(job))),
            Targets = [new TargetSpec { Name = "y", Loss = new SquaredLossSpec() }],
            Optimizer = TrainingDefaults.Optimizer(training, isTabular),
            Lanes = training.Lanes,
            BatchRows = batchRows,
            Accumulation = training.Accumulation,
        };
        var ranks = training.Mode == TrainingMode.Local ? tasks : job.Run.Ranks;
        try
        {
            return HostNeeds.Of(plan, new RunRows(batchRows, 0), ranks, tasks, sortBytes: 0).MemoryBytes;
        }
        catch (NetworkException)
        {
            // Its shape follows from the fitted features alone.
            return null;
        }
    }

    private static InputShape InputOf(ExpectedFeatures features) => new()
    {
        DenseFeatures = features.Numbers,
        Categories = [.. features.Categories.Select(field => new CategoricalField(field.Name, Math.Min(field.Cardinality, LeastCategories), Math.Min(field.Dimension, LeastColumns)))],
        SequenceFeatures = features.Sequences,
        MaxLength = Math.Min(features.MaxLength, 1),
    };
}
