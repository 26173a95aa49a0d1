using Millrace.Benchmarks.Training;
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
        new SmallJobOnSpark("small-cleaning-on-spark-seconds", learns: false),
        new SmallJobOnSpark("small-job-on-spark-seconds", learns: true),
        new DriverMemory(),
        new SyncOverExecutors(),
        new MatrixProductShare(),
        new StepProductsShare(),
        TrainingStepShare.Dense,
        TrainingStepShare.Image,
        LanesVersusOne.Narrow,
        LanesVersusOne.Wide,
        RanksVersusCopies.Narrow,
        RanksVersusCopies.Wide,
        new FedVersusPreloaded(),
        new SpoolUnderLimit(),
        new TcpVersusSockets(1),
        new TcpVersusSockets(4),
        new TcpVersusSockets(25),
        new TcpVersusSockets(100),
        new SharedMemoryVersusCopy(),
        new StepAllocations(),
        new CheckpointShare(),
        new ArrowCollectShare(),
        new FirstRow(),
        IdentityVersusEcho.Narrow(),
        IdentityVersusEcho.Wide(),
        new TaskStart(),
    ];
}
