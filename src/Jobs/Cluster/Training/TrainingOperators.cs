using Millrace.Spark.Worker.Commands;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>What executors run to train.</summary>
internal static class TrainingOperators
{
    /// <summary>Adds them to the application's list.</summary>
    public static OperatorRegistry AddTo(OperatorRegistry registry, TrainingHooks? hooks = null)
    {
        var used = hooks ?? new TrainingHooks();
        var spool = new LocalSpool(LocalSpool.ExecutorFolder, TimeProvider.System);
        return registry
            .Add<PreflightSettings>(PreflightOperator.Name, settings => new PreflightOperator(settings, spool))
            .Add<SegmentSettings>(SegmentOperator.Name, settings => new SegmentOperator(settings, used, spool))
            .Add<RoundSettings>(RoundOperator.Name, settings => new RoundOperator(settings, used, spool))
            .Add<ForgetLanesSettings>(ForgetLanesOperator.Name, settings => new ForgetLanesOperator(settings, spool));
    }
}
