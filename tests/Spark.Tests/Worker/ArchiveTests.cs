using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Tests.Worker;

/// <summary>Folders that go up as archives, seen from inside executors that are processes of their own.</summary>
[Collection(LocalClusterCollection.Name)]
public sealed class ArchiveTests(LocalCluster cluster) : IDisposable
{
    private static readonly StructType TextColumn = new([new StructField("told", new StringType())]);
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-archive-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_of_an_archive_keep_their_places_texts_and_Unix_modes_in_the_executor()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Unix modes to send.");
        Write("run.sh", "#!/bin/sh", 0b111_101_101);
        Write("private.txt", "mine", 0b110_000_000);
        Write("deep/er/data.txt", "ours", 0b110_100_100);
        Write("deep/tool", "tool", 0b111_101_000);
        await using SparkSession session = await cluster.SessionAsync();
        await session.AddArchiveAsync(_folder, "things", Token);
        IReadOnlyList<Row> rows = await session.Range(0, 2, 1, 2).MapBatches("modes", "./things", TextColumn).CollectAsync(Token);
        string[] expected = ["deep/er/data.txt 644 ours", "deep/tool 750 tool", "private.txt 600 mine", "run.sh 755 #!/bin/sh"];
        Assert.Equal([.. expected, .. expected], rows.Select(static row => row.GetAs<string>(0)));
    }

    [Fact]
    public async Task The_application_itself_goes_up_as_an_archive_and_runs_from_it()
    {
        string application = Application();
        await using SparkSession session = await cluster.SessionAsync();
        await session.AddArchiveAsync(application, "app", Token);
        await session.UseWorkerAsync(SparkFixture.WorkerApp with { Executable = "./app/Millrace.Spark.WorkerApp" }, Token);
        IReadOnlyList<Row> places = await session.Range(0, 2, 1, 2).MapBatches("place", TextColumn).CollectAsync(Token);
        Assert.Equal(2, places.Count);
        Assert.All(places, place =>
        {
            Assert.EndsWith("/app/Millrace.Spark.WorkerApp", place.GetAs<string>(0), StringComparison.Ordinal);
            Assert.DoesNotContain(application, place.GetAs<string>(0), StringComparison.Ordinal);
            Assert.NotEqual(SparkFixture.WorkerApp.Executable, place.GetAs<string>(0));
        });
        DataFrame rows = session.Range(0, 1000, 1, 4);
        Assert.Equal(1000, await rows.MapBatches("identity", new StructType([new StructField("id", new LongType())])).CountAsync(Token));
        Assert.Equal(3L, (await session.Range(2, 3).Select(Functions.Udf(WorkerApp.TestFunctions.PlusOne)(Functions.Col("id"))).FirstAsync(Token))!.GetAs<long>(0));
    }

    /// <summary>The application as it was built, without what the tests' own folder holds besides.</summary>
    private static string Application()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        string built = Path.Combine(here.Parent!.Parent!.Parent!.Parent!.FullName, "Spark.WorkerApp", "bin", here.Parent.Name, here.Name);
        Assert.True(File.Exists(Path.Combine(built, "Millrace.Spark.WorkerApp")), $"the application is not in {built}");
        return built;
    }

    private void Write(string name, string text, int mode)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)mode);
        }
    }
}
