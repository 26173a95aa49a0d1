using Millrace.Jobs.Diagnostics;

namespace Millrace.Jobs.Tests.Diagnostics;

public class ToolProbeTests
{
    [Fact]
    public async Task Spark_is_found_by_its_home_and_version()
    {
        var home = Directory.CreateTempSubdirectory("spark-");
        Directory.CreateDirectory(Path.Combine(home.FullName, "jars"));
        await File.WriteAllTextAsync(Path.Combine(home.FullName, "jars", "spark-core_2.13-4.1.4.jar"), "", TestContext.Current.CancellationToken);

        var check = await Probe(("SPARK_HOME", home.FullName)).SparkAsync(TestContext.Current.CancellationToken);

        Assert.Equal((CheckStatus.Fine, $"Spark 4.1.4 in SPARK_HOME, {home.FullName}"), (check.Status, check.Found));
        home.Delete(recursive: true);
    }

    [Fact]
    public async Task A_home_without_Spark_is_said_so()
    {
        var check = await Probe(("SPARK_HOME", "/nowhere")).SparkAsync(TestContext.Current.CancellationToken);

        Assert.Equal((CheckStatus.Missing, "SPARK_HOME is /nowhere, where there is no jars/spark-core_*.jar"), (check.Status, check.Found));
    }

    [Fact]
    public async Task A_Java_home_without_Java_is_said_so()
    {
        var check = await Probe(("JAVA_HOME", "/nowhere")).JavaAsync(TestContext.Current.CancellationToken);

        Assert.Equal((CheckStatus.Missing, "no bin/java in JAVA_HOME, /nowhere"), (check.Status, check.Found));
    }

    private static ToolProbe Probe(params (string Name, string Value)[] variables) =>
        new(name => Array.Find(variables, variable => variable.Name == name).Value);
}
