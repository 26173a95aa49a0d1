using Millrace.Jobs.Cluster;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Stages;

/// <summary>Picks where rows are worked on.</summary>
internal static class Place
{
    /// <summary>Spark's executors where the job has an address, else this process.</summary>
    public static IPlace Of(JobSpec job, IRunDisplay display, RunFolder folder, EmbeddedEngine engine) => job.Run.Spark?.Address is { } address
        ? new SparkPlace(new SparkOpening(folder, job.Run, display) { Trains = job }, SparkAddress.Parse(address)!, job.Run.Spark.Read, folder, job.Training?.Mode)
        : new EmbeddedPlace(engine, folder, job.Run.Readers);
}
