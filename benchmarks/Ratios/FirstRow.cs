using System.Globalization;
using Apache.Arrow.Ipc;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Millrace.Benchmarks.Clusters;
using Millrace.Benchmarks.Running;
using Millrace.Spark.Sql;
using Protos = Millrace.Spark.Protos;

namespace Millrace.Benchmarks.Ratios;

/// <summary>
/// A new session until its first row (connect, ask for the version, build the plan, read the row) against the same plan as bytes built before,
/// sent for a new session on a channel that is open, until the row's batch is parsed.
/// </summary>
internal sealed class FirstRow : IRatio
{
    private const long Value = 41;
    private const int WarmRuns = 150; // until the virtual machine has compiled what it runs

    /// <inheritdoc/>
    public string Name => "first-row-vs-prepared-bytes";

    /// <inheritdoc/>
    public RatioLimit Limit => RatioLimit.NoMoreThan(1.2);

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var spark = await BenchmarkSpark.StartAsync("local[2]", null, cancellationToken);
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{spark.Server.Port.ToString(CultureInfo.InvariantCulture)}");
        await channel.ConnectAsync(cancellationToken);
        var headers = new Metadata { { "authorization", "Bearer " + spark.Server.Token } };
        var template = Prepare();

        // The first row is the end: sessions are closed after all is measured, on neither side before.
        var opened = new Stack<SparkSession>();
        try
        {
            for (var warm = 0; warm < WarmRuns; warm++)
            {
                await SessionAsync(spark.Server.Url, opened, cancellationToken);
                await BytesAsync(channel, headers, template, cancellationToken);
            }

            return await Interleaved.RunAsync(
                () => SessionAsync(spark.Server.Url, opened, cancellationToken),
                () => BytesAsync(channel, headers, template, cancellationToken),
                "a new session each time on both sides; range(41, 42); local[2]",
                sameHash: true,
                cancellationToken);
        }
        finally
        {
            foreach (var session in opened)
            {
                await session.DisposeAsync();
            }
        }
    }

    private static async Task<string> SessionAsync(string url, Stack<SparkSession> opened, CancellationToken cancellationToken)
    {
        var session = await SparkSession.ConnectAsync(url, null, null, cancellationToken);
        opened.Push(session);
        await foreach (var batch in session.Range(Value, Value + 1, 1, 1).ToArrowStream(cancellationToken))
        {
            using (batch)
            {
                return Text(batch);
            }
        }

        throw new WrongResultException("no row came");
    }

    private static async Task<string> BytesAsync(GrpcChannel channel, Metadata headers, byte[] request, CancellationToken cancellationToken)
    {
        // Only the session's id differs from run to run: it stands first in the message, in as many characters.
        var bytes = (byte[])request.Clone();
        System.Text.Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("D"), bytes.AsSpan(2));
        var method = new Method<byte[], Protos.ExecutePlanResponse>(
            MethodType.ServerStreaming,
            "spark.connect.SparkConnectService",
            "ExecutePlan",
            Marshallers.Create(static value => value, static value => value),
            Marshallers.Create(static value => value.ToByteArray(), static value => Protos.ExecutePlanResponse.Parser.ParseFrom(value)));
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(method, null, new CallOptions(headers, cancellationToken: cancellationToken), bytes);
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            if (call.ResponseStream.Current.ArrowBatch is { RowCount: > 0 } part)
            {
                using var reader = new ArrowStreamReader(new MemoryStream(part.Data.ToByteArray()));
                using var batch = await reader.ReadNextRecordBatchAsync(cancellationToken);
                return Text(batch);
            }
        }

        throw new WrongResultException("no row came");
    }

    private static byte[] Prepare() => new Protos.ExecutePlanRequest
    {
        SessionId = Guid.Empty.ToString("D"),
        UserContext = new Protos.UserContext { UserId = Environment.UserName },
        ClientType = "millrace-benchmark",
        Plan = new Protos.Plan { Root = new Protos.Relation { Range = new Protos.Range { Start = Value, End = Value + 1, Step = 1, NumPartitions = 1 } } },
    }.ToByteArray();

    private static string Text(Apache.Arrow.RecordBatch batch) =>
        ((Apache.Arrow.Int64Array)batch.Column(0)).GetValue(0)!.Value.ToString(CultureInfo.InvariantCulture);
}
