using Millrace.Spark;
using Millrace.Training.Collectives;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>Whether what failed may come out otherwise when it is done again from the last state. A pure function of types and codes.</summary>
internal static class RestartDecision
{
    /// <summary>True for lost, late and lying tasks; false for whatever would fail again: plan, rows, numbers, another build, too little memory.</summary>
    public static bool IsWorthIt(Exception failure) => failure switch
    {
        PeerException => true,
        ExecutorFunctionException { Failure: { } told } => IsWorthIt(told.Kind),
        SessionLostException or SparkUnavailableException or SparkUnauthenticatedException or OperationInterruptedException => false,
        AnalysisException or ParseException => false,
        SparkException => true,
        _ => false,
    };

    /// <summary>The same for what a worker told.</summary>
    public static bool IsWorthIt(ExecutorFailureKind kind) =>
        kind is ExecutorFailureKind.Barrier or ExecutorFailureKind.Crash or ExecutorFailureKind.Retiring or ExecutorFailureKind.Protocol;
}
