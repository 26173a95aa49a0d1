namespace Millrace.Benchmarks.Ratios;

/// <summary>Every ratio that the project claims, in the order in which they run.</summary>
internal static class RatioCatalog
{
    public static IReadOnlyList<IRatio> All { get; } =
    [
        new CleaningVersusDuckDb(),
        new CleaningMemory(),
        new TrainingStepShare(),
        new SyncOverExecutors(),
        new ArrowCollectShare(),
        new FirstRow(),
        IdentityVersusEcho.Narrow(),
        IdentityVersusEcho.Wide(),
        new TaskStart(),
    ];
}
