using Millrace.Jobs.Specification;
using Millrace.Jobs.Tests.Cluster.Training;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>
/// Every sample gives the same bytes of data and weights in this process and in executors: four Sparks, read directly and through Spark, 1, 2 and 4 ranks; in mode <c>local</c> for every number of tasks.
/// </summary>
/// <remarks>
/// The smallest sample always; the others run for about two hours: <c>dotnet test … --filter-trait Category=Matrix --explicit only</c>, or some rows at a time with
/// <c>Millrace.Jobs.Tests -preEnumerateTheories -explicit only -filter "/[(Sample=taxi-fare)&amp;(Spark=4.1.4)]"</c>; <c>Master</c> and <c>Way</c> are traits, too.
/// </remarks>
public sealed class SampleMatrixTests(SparkFixture spark, TrainingSpark sparks, SampleRuns runs) : IClassFixture<SampleRuns>
{
    private const int Epochs = 2;
    private static readonly string[] Samples = ["linear-regression", "daily-sales", "taxi-fare", "nyc-flights", "mnist"];
    private static readonly (string Version, string Master)[] Sparks =
    [
        ("4.1.4", "local[2,4]"), ("4.1.4", "local-cluster[2,1,1024]"), ("4.3.0", "local[2,4]"), ("4.3.0", "local-cluster[2,1,1024]"),
    ];

    private static readonly (SparkRead Read, int Ranks)[] Ways = [(SparkRead.Direct, 1), (SparkRead.Direct, 2), (SparkRead.Direct, 4), (SparkRead.ThroughSpark, 2)];

    public static IEnumerable<TheoryDataRow<string, string, string, SparkRead, int>> Cases() =>
        from sample in Samples
        from server in Sparks
        from way in Ways
        select Row(sample, server, FormattableString.Invariant($"{way.Read}-{way.Ranks}"), new TheoryDataRow<string, string, string, SparkRead, int>(sample, server.Version, server.Master, way.Read, way.Ranks));

    public static IEnumerable<TheoryDataRow<string, string, string, int>> RoundCases() =>
        from sample in Samples
        from round in new[] { (Server: Sparks[0], Tasks: 1), (Server: Sparks[0], Tasks: 4), (Server: Sparks[3], Tasks: 2) }
        select Row(sample, round.Server, FormattableString.Invariant($"Rounds-{round.Tasks}"), new TheoryDataRow<string, string, string, int>(sample, round.Server.Version, round.Server.Master, round.Tasks));

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
    public async Task A_sample_gives_the_same_bytes(string sample, string version, string master, SparkRead read, int ranks)
    {
        var here = await runs.HereAsync(sample, Epochs);
        var spec = new SparkSpec { Address = (await sparks.ServerAsync(master, version)).Url, Read = read };
        SampleRuns.AssertSame(here, await runs.ThereAsync(sample, Epochs, spec, ranks));
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Matrix")]
    [MemberData(nameof(RoundCases))]
    public async Task Rounds_of_a_sample_give_the_same_bytes_here_and_in_any_number_of_tasks(string sample, string version, string master, int tasks)
    {
        var here = await runs.HereAsync(sample, Epochs, TrainingMode.Local);
        var address = (await sparks.ServerAsync(master, version)).Url;
        var there = await runs.ManifestAsync(sample, Epochs, job => job with
        {
            Run = job.Run with { Spark = new SparkSpec { Address = address } },
            Training = job.Training! with { Mode = TrainingMode.Local, Cluster = job.Training.Cluster with { RoundTasks = tasks } },
        });
        SampleRuns.AssertSame(here, there);
    }

    private static T Row<T>(string sample, (string Version, string Master) server, string way, T row)
        where T : ITheoryDataRow
    {
        foreach (var (name, value) in new[] { ("Sample", sample), ("Spark", server.Version), ("Master", server.Master), ("Way", way) })
        {
            row.Traits!.Add(name, [value]);
        }

        return row;
    }
}
