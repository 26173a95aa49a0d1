using Millrace.Jobs.Specification;

namespace Millrace.Benchmarks.Ratios;

/// <summary>Every ratio that the project claims, in the order in which they run.</summary>
internal static class RatioCatalog
{
    public static IReadOnlyList<IRatio> All { get; } =
    [
        new CleaningVersusDuckDb(),
        new CleaningMemory(),
        new CleaningOnSpark("cleaning-on-spark", SparkRead.Direct, limit: 1.25),
        new CleaningOnSpark("cleaning-through-spark", SparkRead.ThroughSpark, limit: 2.5),
        new CleaningVersusSparkSql(),
        new TrainingStepShare(),
        new SyncOverExecutors(),
        new ArrowCollectShare(),
        new FirstRow(),
    ];
}
