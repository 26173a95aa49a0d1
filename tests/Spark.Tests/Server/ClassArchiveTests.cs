using Millrace.Spark.Server;
using Millrace.Spark.Sql;

namespace Millrace.Spark.Tests.Server;

/// <summary>Spark's classes in a file: written by one server, used by the next, never in the way.</summary>
public sealed class ClassArchiveTests : IDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-classes-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Archives => Path.Combine(_folder, "archives");

    private string[] Written => Directory.Exists(Archives) ? Directory.GetFiles(Archives, "*.jsa") : [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public async Task The_first_Spark_writes_its_classes_and_the_next_one_takes_them()
    {
        string? home = await SparkHome.FindAsync(null, Token);
        Assert.SkipWhen(home is null, SparkHome.HowToGet);
        await RunAsync(home, works: false);
        Assert.Empty(Written); // it has run nothing: the classes of work would be missing for good

        await RunAsync(home, works: true);
        string file = Assert.Single(Written);
        Assert.True(await RunAsync(home, works: true) > 1000, "The second Spark has taken no class from the file.");
        Assert.Empty(Directory.GetFiles(Archives, "*.part"));

        await File.WriteAllTextAsync(file, "no archive", Token);
        Assert.Equal(0, await RunAsync(home, works: true)); // it starts and works without
    }

    [Fact]
    public void One_server_writes_at_a_time_and_what_a_dead_one_left_goes()
    {
        string home = Home();
        ClassArchive first = Assert.IsType<ClassArchive>(ClassArchive.For(Archives, home, NoEnvironment));
        Assert.Null(ClassArchive.For(Archives, home, NoEnvironment));
        string attempt = AttemptOf(first);
        File.WriteAllText(attempt, "half");
        first.Close(isKept: false);
        Assert.False(File.Exists(attempt));

        File.WriteAllText(attempt, "left by a process that was killed");
        ClassArchive second = Assert.IsType<ClassArchive>(ClassArchive.For(Archives, home, NoEnvironment));
        Assert.False(File.Exists(attempt));
        Assert.NotEqual(attempt, AttemptOf(second));
        File.WriteAllText(AttemptOf(second), "classes");
        second.Close(isKept: true);

        Assert.Equal("classes", File.ReadAllText(Assert.Single(Written)));
        Assert.Contains("-XX:SharedArchiveFile=", ClassArchive.For(Archives, home, NoEnvironment)!.JvmOptions, StringComparison.Ordinal);
        File.AppendAllText(Path.Combine(home, "jars", "a.jar"), "another version");
        Assert.Contains("-XX:ArchiveClassesAtExit=", ClassArchive.For(Archives, home, NoEnvironment)!.JvmOptions, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Spark_with_settings_of_its_own_in_a_file_goes_without()
    {
        string home = Home();
        Directory.CreateDirectory(Path.Combine(home, "conf"));
        File.WriteAllText(Path.Combine(home, "conf", "spark-defaults.conf"), "spark.ui.enabled false");
        Assert.Null(ClassArchive.For(Archives, home, NoEnvironment)); // a folder with files is on its class path, which the JVM refuses
    }

    private static string AttemptOf(ClassArchive archive) => archive.JvmOptions.Split('"')[1];

    private string Home()
    {
        string home = Path.Combine(_folder, "home");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(home, "jars")).FullName, "a.jar"), "jar");
        return home;
    }

    /// <summary>Starts a Spark and stops it; gives how many classes of Spark's own it took from an archive.</summary>
    private async Task<int> RunAsync(string home, bool works)
    {
        string log = Path.Combine(_folder, $"classes-{Guid.NewGuid():N}.log");
        var options = new LocalSparkOptions
        {
            SparkHome = home,
            ClassArchives = Archives,
            Environment = new Dictionary<string, string> { ["JAVA_TOOL_OPTIONS"] = $"-Xlog:class+load:file={log}" },
        };
        SparkServer server = await SparkServer.StartLocalAsync(options, Token);
        server.HasWorked = works;
        await using (server)
        {
            await using SparkSession session = await SparkSession.Builder().Remote(server.Url).CreateAsync(Token);
            Assert.Equal(10, await session.Range(10).CountAsync(Token));
        }

        return File.ReadLines(log).Count(static line => line.Contains("org.apache.spark.", StringComparison.Ordinal) && line.Contains("shared objects file", StringComparison.Ordinal));
    }
}
