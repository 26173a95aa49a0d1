using System.Diagnostics;
using Millrace.Spark.Server;

namespace Millrace.Spark.Tests.Submit;

/// <summary>Programs written for Microsoft.Spark, ours but for their <c>using</c> lines, as processes of their own against a server.</summary>
public sealed class ProgramTests(SparkFixture spark) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-program-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_program_of_functions_groups_and_windows_runs_unchanged()
    {
        string sales = Path.Combine(_folder, "sales.csv");
        await File.WriteAllLinesAsync(
            sales,
            [
                "day,region,customer,units,price",
                "2026-01-03,north,ann,10,4.5", "2026-01-20,north,bob,20,3.0", "2026-02-02,north,ann,5,2.0",
                "2026-01-05,south,cid,2,10.0", "2026-02-08,south,cid,30,5.0", "2026-02-09,south,dot,0,99.0", "2026-02-10,,eve,1,1.0",
            ],
            Token);
        string report = Path.Combine(_folder, "report");
        string output = await RunAsync("Millrace.Spark.WorkerApp", (await spark.ServerAsync()).Url, "region-report", sales, report);
        Assert.Equal("large: 2\nsmall: 2\n", output);
        Assert.Equal(
            [
                """{"region":"north","month":"2026-01","value":105.0,"customers":2,"last_customer":"BOB","running":105.0,"rank":1,"size":"large"}""",
                """{"region":"north","month":"2026-02","value":10.0,"customers":1,"last_customer":"ANN","running":115.0,"change":-95.0,"rank":2,"size":"small"}""",
                """{"region":"south","month":"2026-01","value":20.0,"customers":1,"last_customer":"CID","running":20.0,"rank":2,"size":"small"}""",
                """{"region":"south","month":"2026-02","value":150.0,"customers":1,"last_customer":"CID","running":170.0,"change":130.0,"rank":1,"size":"large"}""",
            ],
            await File.ReadAllLinesAsync(Directory.GetFiles(report, "part-*.json").Single(), Token));
    }

    [Fact]
    public async Task A_program_of_lambdas_runs_unchanged_and_is_its_own_worker()
    {
        string? home = await SparkHome.FindAsync(null, Token);
        Assert.SkipWhen(home is null, SparkHome.HowToGet);
        string marks = Path.Combine(_folder, "marks.csv");
        await File.WriteAllLinesAsync(marks, ["name,points", " ann,91.5", "bob ,75", "cid,12"], Token);
        string output = await RunAsync("Millrace.Spark.LambdaApp", remote: null, marks);
        Assert.Equal("ANN=A 3\nBOB=B 3\nCID=C 3\n", output);
    }

    private static async Task<string> RunAsync(string name, string? remote, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, name), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SPARK_REMOTE"] = remote;
        using Process program = Process.Start(start)!;
        try
        {
            Task<string> errors = program.StandardError.ReadToEndAsync(Token);
            string output = await program.StandardOutput.ReadToEndAsync(Token);
            await program.WaitForExitAsync(Token);
            Assert.True(program.ExitCode == 0, await errors);
            return output;
        }
        finally
        {
            if (!program.HasExited)
            {
                program.Kill();
            }
        }
    }
}
