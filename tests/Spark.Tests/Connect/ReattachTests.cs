using System.Globalization;
using Apache.Arrow;
using Grpc.Core;
using Millrace.Spark.Connect;
using Millrace.Spark.Server;

namespace Millrace.Spark.Tests.Connect;

public class ReattachTests(SparkFixture spark)
{
    private static Failure FailureOf(StatusCode code, string errorClass = "", bool transport = false) =>
        new(code, errorClass, "", transport, null, SparkError.None);

    [Fact]
    public void A_cut_connection_is_taken_up_again() =>
        Assert.Equal(ReattachDecision.Reattach, Reattach.Decide(true, false, FailureOf(StatusCode.Unavailable, transport: true)));

    [Theory]
    [InlineData("INVALID_HANDLE.SESSION_NOT_FOUND")]
    [InlineData("INVALID_HANDLE.SESSION_CHANGED")]
    [InlineData("INVALID_HANDLE.SESSION_CLOSED")]
    public void A_lost_session_is_never_run_again(string errorClass)
    {
        Assert.Equal(ReattachDecision.Lost, Reattach.Decide(false, true, FailureOf(StatusCode.Internal, errorClass)));
        Assert.Equal(ReattachDecision.Lost, Reattach.Decide(true, true, FailureOf(StatusCode.Internal, errorClass)));
    }

    [Fact]
    public void An_unknown_operation_is_sent_again_only_if_nothing_of_it_was_received()
    {
        Failure unknown = FailureOf(StatusCode.Internal, "INVALID_HANDLE.OPERATION_NOT_FOUND");
        Assert.Equal(ReattachDecision.Execute, Reattach.Decide(false, true, unknown));
        Assert.Equal(ReattachDecision.Fail, Reattach.Decide(true, true, unknown));
    }

    [Fact]
    public void An_operation_that_exists_after_a_cut_send_is_reattached() =>
        Assert.Equal(ReattachDecision.Reattach, Reattach.Decide(false, false, FailureOf(StatusCode.Internal, "INVALID_HANDLE.OPERATION_ALREADY_EXISTS")));

    [Fact]
    public void A_failed_query_stays_failed() =>
        Assert.Equal(ReattachDecision.Fail, Reattach.Decide(true, false, FailureOf(StatusCode.Internal, "DIVIDE_BY_ZERO")));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Rows_survive_cuts_at_random_points_once_and_in_order(int seed)
    {
        SparkServer server = await spark.ServerAsync();
        await using var proxy = new CuttingProxy(server.Port, seed, cuts: 5, maxBytes: 3_000_000);
        string url = $"sc://127.0.0.1:{proxy.Port.ToString(CultureInfo.InvariantCulture)}/;token={server.Token}";
        await using ConnectClient client = await ConnectClient.OpenAsync(
            ConnectAddress.Parse(url), new ConnectOptions { RetryDelay = TimeSpan.FromMilliseconds(10) }, null, TestContext.Current.CancellationToken);
        var plan = new Protos.Plan { Root = new Protos.Relation { Range = new Protos.Range { Start = 0, End = 1_500_000, Step = 1, NumPartitions = 6 } } };
        ResultStream stream = client.Execute(plan);
        await using var reader = new ResultReader(client, stream);
        long next = 0;
        await foreach (RecordBatch batch in reader.ReadBatchesAsync(TestContext.Current.CancellationToken))
        {
            foreach (long value in ((Int64Array)batch.Column(0)).Values)
            {
                Assert.Equal(next++, value);
            }
        }

        Assert.Equal(1_500_000, next);
        Assert.True(proxy.Cuts > 0, "the fault did not fire");
        Assert.True(stream.Reattached > 0, "the stream was never cut");
    }

    [Fact]
    public async Task The_servers_own_end_of_a_stream_is_not_the_end_of_the_result()
    {
        string home = (await spark.ServerAsync()).Home;
        await using SparkServer server = await SparkServer.StartLocalAsync(
            new LocalSparkOptions
            {
                SparkHome = home,
                Master = "local[1]",
                Settings = new Dictionary<string, string> { ["spark.connect.execute.reattachable.senderMaxStreamSize"] = "200k" },
            },
            TestContext.Current.CancellationToken);
        await using ConnectClient client = await ConnectClient.OpenAsync(
            ConnectAddress.Parse(server.Url), new ConnectOptions(), null, TestContext.Current.CancellationToken);
        var plan = new Protos.Plan { Root = new Protos.Relation { Range = new Protos.Range { Start = 0, End = 1_000_000, Step = 1, NumPartitions = 8 } } };
        ResultStream stream = client.Execute(plan);
        await using var reader = new ResultReader(client, stream);
        long rows = 0;
        await foreach (RecordBatch batch in reader.ReadBatchesAsync(TestContext.Current.CancellationToken))
        {
            rows += batch.Length;
        }

        Assert.Equal(1_000_000, rows);
        Assert.True(stream.Reattached >= 2, "the server did not end the stream");
    }
}
