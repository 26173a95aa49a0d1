using Millrace.Benchmarks.Training;

namespace Millrace.Benchmarks.Ratios;

/// <summary>Every ratio that the project claims, in the order in which they run.</summary>
internal static class RatioCatalog
{
    public static IReadOnlyList<IRatio> All { get; } =
    [
        new CleaningVersusDuckDb(),
        new CleaningMemory(),
        new MatrixProductShare(),
        new StepProductsShare(),
        TrainingStepShare.Dense,
        TrainingStepShare.Image,
        LanesVersusOne.Narrow,
        LanesVersusOne.Wide,
        RanksVersusCopies.Narrow,
        RanksVersusCopies.Wide,
        new FedVersusPreloaded(),
        new TcpVersusSockets(1),
        new TcpVersusSockets(4),
        new TcpVersusSockets(25),
        new TcpVersusSockets(100),
        new SharedMemoryVersusCopy(),
        new StepAllocations(),
        new CheckpointShare(),
        new SyncOverExecutors(),
        new ArrowCollectShare(),
        new FirstRow(),
    ];
}
