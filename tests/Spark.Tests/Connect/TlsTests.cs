using System.Diagnostics;
using System.Globalization;
using System.Text;
using Millrace.Spark.Connect;
using Millrace.Spark.Server;
using Millrace.Spark.Sql;

namespace Millrace.Spark.Tests.Connect;

/// <summary>TLS between the client and what stands in front of a real Spark server.</summary>
public sealed class TlsTests(SparkFixture spark)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Queries_and_artifacts_go_through_TLS_with_token_and_headers()
    {
        SparkServer server = await spark.ServerAsync();
        await using var proxy = new TlsProxy(server.Port, "localhost");
        string url = Url(proxy.Port, server.Token, ";x-team=blue;x-cost-centre=4711;user_agent=books");
        await using SparkSession session = await SparkSession.ConnectAsync(url, new ConnectOptions { TrustedRoots = [proxy.Certificate], InlineDataBytes = 0 }, null, Token);
        Assert.Equal(4_999_950_000L, (await session.Range(100_000).Agg(Functions.Sum("id")).FirstAsync(Token))!.GetAs<long>(0));
        var schema = new Millrace.Spark.Sql.Types.StructType([new("n", new Millrace.Spark.Sql.Types.LongType(), false)]);
        DataFrame up = await session.CreateDataFrameAsync(Enumerable.Range(0, 50_000).Select(static i => new GenericRow([(long)i])), schema, Token);
        Assert.Equal(50_000, await up.CountAsync(Token));
        Assert.True(proxy.Handshakes > 0);
        string sent = Encoding.Latin1.GetString(proxy.Sent);
        foreach (string part in new[] { "x-team", "blue", "x-cost-centre", "4711", "Bearer " + server.Token, "books millrace/" })
        {
            Assert.Contains(part, sent, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("other.example", true)]
    public async Task A_certificate_that_is_not_trusted_or_is_for_another_host_is_refused_at_once_and_nothing_is_sent(string host, bool trusted)
    {
        SparkServer server = await spark.ServerAsync();
        await using var proxy = new TlsProxy(server.Port, host);
        var options = new ConnectOptions { TrustedRoots = trusted ? [proxy.Certificate] : null };
        long start = Stopwatch.GetTimestamp();
        var refused = await Assert.ThrowsAsync<SparkUntrustedException>(
            () => SparkSession.ConnectAsync(Url(proxy.Port, server.Token, ""), options, null, Token));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Contains("certificate", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Token, refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, proxy.Connections);
        Assert.DoesNotContain(server.Token, Encoding.Latin1.GetString(proxy.Sent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_speaks_no_TLS_is_told_as_such()
    {
        SparkServer server = await spark.ServerAsync();
        await Assert.ThrowsAsync<SparkUntrustedException>(() => SparkSession.ConnectAsync(Url(server.Port, server.Token, ""), null, null, Token));
    }

    private static string Url(int port, string token, string more) =>
        $"sc://localhost:{port.ToString(CultureInfo.InvariantCulture)}/;use_ssl=true;token={token}{more}";
}
