using System.Globalization;
using Apache.Arrow;
using Millrace.Spark.Connect;
using Millrace.Spark.Server;

namespace Millrace.Spark.Tests.Connect;

public class SessionLostTests(SparkFixture spark)
{
    [Fact]
    public async Task A_session_that_the_server_closed_is_typed_and_nothing_runs_again()
    {
        SparkServer server = await spark.ServerAsync();
        Guid id = Guid.NewGuid();
        string url = $"{server.Url};session_id={id:D}";
        await using ConnectClient first = await ConnectClient.OpenAsync(
            ConnectAddress.Parse(url), new ConnectOptions(), null, TestContext.Current.CancellationToken);
        await using ConnectClient second = await ConnectClient.OpenAsync(
            ConnectAddress.Parse(url), new ConnectOptions(), null, TestContext.Current.CancellationToken);
        await first.ReleaseSessionAsync(TestContext.Current.CancellationToken);
        await using var reader = new ResultReader(second, second.Execute(new Protos.Plan
        {
            Root = new Protos.Relation { Range = new Protos.Range { End = 1, Step = 1 } },
        }));
        await Assert.ThrowsAsync<SessionLostException>(() => reader.RunAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_restarted_server_ends_the_query_with_a_lost_session()
    {
        const long Rows = 20_000_000;
        SparkServer before = await spark.ServerAsync();
        await using SparkServer after = await SparkServer.StartLocalAsync(
            new LocalSparkOptions { SparkHome = before.Home, Master = "local[1]", Token = before.Token }, TestContext.Current.CancellationToken);
        await using var proxy = new CuttingProxy(before.Port, seed: 1, cuts: 0, maxBytes: 3_000_000);
        string url = $"sc://127.0.0.1:{proxy.Port.ToString(CultureInfo.InvariantCulture)}/;token={before.Token}";
        await using ConnectClient client = await ConnectClient.OpenAsync(
            ConnectAddress.Parse(url), new ConnectOptions { RetryDelay = TimeSpan.FromMilliseconds(10) }, null, TestContext.Current.CancellationToken);
        var plan = new Protos.Plan { Root = new Protos.Relation { Range = new Protos.Range { End = Rows, Step = 1, NumPartitions = 6 } } };
        await using var reader = new ResultReader(client, client.Execute(plan));
        long received = 0;
        await Assert.ThrowsAsync<SessionLostException>(async () =>
        {
            await foreach (RecordBatch batch in reader.ReadBatchesAsync(TestContext.Current.CancellationToken))
            {
                if (received == 0)
                {
                    proxy.SwitchTo(after.Port);
                }

                received += batch.Length;
                batch.Dispose();
            }
        });
        Assert.InRange(received, 1, Rows - 1);
        Assert.True(proxy.Cuts > 0, "the fault did not fire");
    }

    [Fact]
    public async Task A_server_with_another_identity_is_noticed()
    {
        await using ConnectClient client = await spark.ClientAsync();
        Assert.Throws<SessionLostException>(() => client.Observe("another server"));
    }

    [Fact]
    public async Task A_wrong_token_is_refused()
    {
        SparkServer server = await spark.ServerAsync();
        string url = $"sc://127.0.0.1:{server.Port.ToString(CultureInfo.InvariantCulture)}/;token=wrong";
        await Assert.ThrowsAsync<SparkUnauthenticatedException>(() => ConnectClient.OpenAsync(
            ConnectAddress.Parse(url), new ConnectOptions(), null, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<SparkUnauthenticatedException>(() => ConnectClient.OpenAsync(
            ConnectAddress.Parse(url[..url.IndexOf(';', StringComparison.Ordinal)]), new ConnectOptions(), null, TestContext.Current.CancellationToken));
    }
}
