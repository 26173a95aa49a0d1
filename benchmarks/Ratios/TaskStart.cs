using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Benchmarks.Clusters;
using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Isolation;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Benchmarks.Ratios;

/// <summary>
/// Milliseconds from the first byte of a task's header on a warm connection to the operator's first call, over a loopback socket, with a header as large as Spark's:
/// the median of 200 tasks. The header has the layout of Spark 4.1.
/// </summary>
internal sealed class TaskStart : IRatio
{
    private const int Warm = 100;
    private const int Tasks = 200;
    private const int Properties = 35;
    private static readonly Schema Column = new([new Field("id", Int64Type.Default, true)], null);

    /// <inheritdoc/>
    public string Name => "task-start-ms";

    /// <inheritdoc/>
    public RatioLimit Limit => RatioLimit.NoMoreThan(5);

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(listener.LocalEndPoint!, cancellationToken);
        var accepted = await listener.AcceptAsync(cancellationToken);
        var options = new WorkerOptions();
        using var host = new WorkerHost(BenchmarkOperators.Code, options, new AssignmentLog(), TimeProvider.System, NullLogger.Instance);
        var serving = Task.Run(() => new WorkerConnection(accepted, "secret", host).ServeAsDaemonAsync(cancellationToken), cancellationToken);
        await using var stream = new NetworkStream(client, ownsSocket: false);
        var writer = new WireWriter(stream);
        var reader = new WireReader(stream, 1 << 20);
        _ = reader.ReadInt32();
        writer.WriteUtf("secret");
        _ = reader.ReadUtf();

        byte[] task = [.. Header(), .. SchemaBytes(wrapped: true), .. Integer(SpecialLength.EndOfStream)];
        var milliseconds = new double[Tasks];
        for (var run = -Warm; run < Tasks; run++)
        {
            var start = Stopwatch.GetTimestamp();
            await stream.WriteAsync(task, cancellationToken);
            if (reader.ReadInt32() != SpecialLength.EndOfDataSection || reader.ReadInt32() != 0 || reader.ReadInt32() != SpecialLength.EndOfStream)
            {
                throw new WrongResultException("an empty task was not answered with an empty result");
            }

            milliseconds[Math.Max(run, 0)] = Stopwatch.GetElapsedTime(start, BenchmarkOperators.LastCall).TotalMilliseconds;
        }

        client.Shutdown(SocketShutdown.Both);
        await serving;
        System.Array.Sort(milliseconds);
        return new Measurement(
            milliseconds[Tasks / 2], milliseconds[Tasks / 4], milliseconds[Tasks * 3 / 4], Tasks,
            $"{task.Length} bytes a task, one connection", "empty");
    }

    private static byte[] Header()
    {
        using var bytes = new MemoryStream();
        var writer = new WireWriter(bytes);
        writer.WriteInt32(0);
        writer.WriteUtf(WorkerCommand.DriverVersionPrefix + "benchmark");
        bytes.WriteByte(0);
        foreach (var number in new[] { 1, 0, 0, 0, 1, 1, 0 })
        {
            writer.WriteInt32(number); // stage, partition, attempt, attempt id (64 bits), processors, resources
        }

        writer.WriteInt32(Properties);
        for (var property = 0; property < Properties; property++)
        {
            writer.WriteUtf("spark.benchmark.property." + property.ToString(CultureInfo.InvariantCulture));
            writer.WriteUtf(new string('v', 140));
        }

        writer.WriteUtf("/tmp");
        writer.WriteInt32(0);
        bytes.WriteByte(0);
        writer.WriteInt32(0);
        writer.WriteInt32((int)EvalType.MapInArrow);
        writer.WriteInt32(0);
        bytes.WriteByte(0);
        foreach (var number in new[] { 1, 1, 0, 1 })
        {
            writer.WriteInt32(number); // functions, arguments, position, commands
        }

        writer.WriteBytes(new WorkerCommand
        {
            Format = WorkerCommand.CurrentFormat,
            Application = BenchmarkOperators.Code.Identity,
            Operator = BenchmarkOperators.Identity,
            OutputSchema = SchemaBytes(wrapped: false),
        }.ToBytes());
        return bytes.ToArray();
    }

    private static byte[] SchemaBytes(bool wrapped)
    {
        var schema = wrapped ? new Schema([new Field("struct", new StructType([.. Column.FieldsList]), true)], null) : Column;
        using var stream = new MemoryStream();
        using var writer = new ArrowStreamWriter(stream, schema);
        writer.WriteStart();
        writer.WriteEnd();
        return stream.ToArray();
    }

    private static byte[] Integer(int value)
    {
        using var bytes = new MemoryStream();
        new WireWriter(bytes).WriteInt32(value);
        return bytes.ToArray();
    }
}
