using Millrace.Jobs.Specification;
using Millrace.Jobs.Tests.Cluster.Training;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>
/// Every sample gives the same bytes of data and weights in this process and in executors: four Sparks, read directly and through Spark, 1, 2 and 4 ranks; in mode <c>local</c> for every number of tasks.
/// </summary>
/// <remarks>
/// The smallest sample always; the others run for about an hour: <c>dotnet test … --filter-trait Category=Matrix --explicit only</c>, or one sample at a time with
/// <c>Millrace.Jobs.Tests -preEnumerateTheories -explicit only -trait Sample=taxi-fare</c>.
/// </remarks>
public sealed class SampleMatrixTests(SparkFixture spark, TrainingSpark sparks, SampleRuns runs) : IClassFixture<SampleRuns>
{
    private const int Epochs = 2;
    private static readonly string[] Samples = ["linear-regression", "daily-sales", "taxi-fare", "nyc-flights", "mnist"];
    private static readonly (string Version, string Master)[] Sparks =
    [
        ("4.1.4", "local[2,4]"), ("4.1.4", "local-cluster[2,1,1024]"), ("4.3.0", "local[2,4]"), ("4.3.0", "local-cluster[2,1,1024]"),
    ];

    public static IEnumerable<TheoryDataRow<string, string, string>> Cases() =>
        from sample in Samples
        from server in Sparks
        select new TheoryDataRow<string, string, string>(sample, server.Version, server.Master).WithTrait("Sample", sample).WithTrait("Spark", server.Version);

    public static IEnumerable<TheoryDataRow<string>> RoundCases() =>
        from sample in Samples
        select new TheoryDataRow<string>(sample).WithTrait("Sample", sample);

    [Fact]
    public async Task The_smallest_sample_gives_the_same_bytes_on_Spark_read_directly_and_by_Spark()
    {
        var address = (await spark.ServerAsync()).Url;
        var here = await runs.HereAsync("linear-regression", epochs: null);
        foreach (var read in new[] { SparkRead.Direct, SparkRead.ThroughSpark })
        {
            SampleRuns.AssertSame(here, await runs.ThereAsync("linear-regression", epochs: null, new SparkSpec { Address = address, Read = read }, ranks: 2));
        }
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Matrix")]
    [MemberData(nameof(Cases))]
    public async Task A_sample_gives_the_same_bytes(string sample, string version, string master)
    {
        var here = await runs.HereAsync(sample, Epochs);
        var address = (await sparks.ServerAsync(master, version)).Url;
        foreach (var (read, ranks) in new[] { (SparkRead.Direct, 1), (SparkRead.Direct, 2), (SparkRead.Direct, 4), (SparkRead.ThroughSpark, 2) })
        {
            SampleRuns.AssertSame(here, await runs.ThereAsync(sample, Epochs, new SparkSpec { Address = address, Read = read }, ranks));
        }
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Matrix")]
    [MemberData(nameof(RoundCases))]
    public async Task Rounds_of_a_sample_give_the_same_bytes_here_and_in_any_number_of_tasks(string sample)
    {
        var here = await runs.HereAsync(sample, Epochs, TrainingMode.Local);
        foreach (var ((version, master), tasks) in new[] { (Sparks[0], 1), (Sparks[0], 4), (Sparks[3], 2) })
        {
            var address = (await sparks.ServerAsync(master, version)).Url;
            var there = await runs.ManifestAsync(sample, Epochs, job => job with
            {
                Run = job.Run with { Spark = new SparkSpec { Address = address } },
                Training = job.Training! with { Mode = TrainingMode.Local, Cluster = job.Training.Cluster with { RoundTasks = tasks } },
            });
            SampleRuns.AssertSame(here, there);
        }
    }
}
