using Apache.Arrow;
using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Arrow;
using Millrace.Spark.Sql.Types;
using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Tests.Worker;

/// <summary>Recorded conversations of Spark 4.0 to 4.3, replayed whole.</summary>
public class ReplayTests
{
    /// <summary>Every recorded connection is sent from its first byte to its last; each answer is what Spark reads: the rows that were sent, its marks, the connection kept.</summary>
    [Fact]
    public async Task Every_recorded_conversation_is_answered_as_Spark_expects()
    {
        int conversations = 0;
        int tasks = 0;
        foreach (RecordedConnection recorded in Recording.All().Where(static one => !IsForeign(one)))
        {
            using FileStream file = File.OpenRead(recorded.File);
            var stream = new PeekStream(file, 1 << 20);
            string? greeting = recorded.Unix ? null : new WireReader(stream, 1024).ReadUtf();
            Assert.True(recorded.Daemon || recorded.Unix || greeting == "ok");
            string? secret = recorded.Unix ? null : recorded.Daemon ? greeting : "a secret";
            await using WorkerPeer peer = await WorkerPeer.ConnectAsync(secret, recorded.Daemon, new WorkerOptions());
            ShakeHands(peer.Stream, recorded, secret);
            tasks += await ReplayAsync(peer.Stream, stream, recorded);
            conversations++;
        }

        Assert.True(conversations > 80, $"only {conversations} conversations with {tasks} tasks were replayed");
    }

    /// <summary>Functions of PySpark: the header is refused with a sentence, and so are evaluation types that are not served.</summary>
    [Fact]
    public async Task Functions_of_PySpark_are_refused_with_a_typed_failure()
    {
        foreach (RecordedConnection recorded in Recording.All().Where(static one => one is { Daemon: true, Unix: false }))
        {
            byte[] sent = await File.ReadAllBytesAsync(recorded.File, TestContext.Current.CancellationToken);
            string secret = new WireReader(new MemoryStream(sent), 1024).ReadUtf();
            await using WorkerPeer peer = await WorkerPeer.ConnectAsync(secret, daemon: true, new WorkerOptions());
            Task sending = peer.Stream.WriteAsync(sent, TestContext.Current.CancellationToken).AsTask();
            Assert.Equal(Environment.ProcessId, new WireReader(peer.Stream, 1024).ReadInt32());
            Assert.Equal("ok", new WireReader(peer.Stream, 1024).ReadUtf());
            WorkerAnswer answer = WorkerAnswer.Read(peer.Stream, wrapped: true);
            Assert.True(answer.Failure?.Kind is ExecutorFailureKind.Refused or ExecutorFailureKind.Protocol, recorded.ToString());
            await sending;
        }
    }

    // Evaluation types that this worker does not serve, and recordings that were cut inside a task.
    private static bool IsForeign(RecordedConnection recorded) =>
        recorded.ToString().Split('/')[1] is "h_pickle" or "h_arrow_opt" or "m_pandas" or "x_cancel" or "x_limit";

    private static void ShakeHands(Stream stream, RecordedConnection recorded, string? secret)
    {
        var reader = new WireReader(stream, 1024);
        var writer = new WireWriter(stream);
        if (!recorded.Daemon && secret is not null)
        {
            Assert.Equal(secret, reader.ReadUtf());
            writer.WriteUtf("ok");
        }

        Assert.Equal(Environment.ProcessId, reader.ReadInt32());
        if (recorded.Daemon && secret is not null)
        {
            writer.WriteUtf(secret);
            Assert.Equal("ok", reader.ReadUtf());
        }
    }

    private static async Task<int> ReplayAsync(Stream worker, PeekStream stream, RecordedConnection recorded)
    {
        int tasks = 0;
        while (RecordedTask.Read(stream) is { } task)
        {
            await worker.WriteAsync(task.Header, TestContext.Current.CancellationToken);
            Task sending = worker.WriteAsync(task.Data, TestContext.Current.CancellationToken).AsTask();
            bool wrapped = task.Evaluation is EvalType.MapInArrow or EvalType.GroupedMapArrow;
            WorkerAnswer answer = WorkerAnswer.Read(worker, wrapped);
            await sending;
            Assert.True(answer.Failure is null, $"{recorded}: {answer.Failure}");
            Assert.Equal(SpecialLength.EndOfStream, answer.Last);
            Assert.Equal(task.Input.Sum(static batch => batch.Length), answer.Batches.Sum(static batch => batch.Length));
            if (task.Evaluation == EvalType.MapInArrow)
            {
                Assert.Equal(Rows(task.Input), Rows(answer.Batches));
            }

            tasks++;
        }

        return tasks;
    }

    private static List<Row> Rows(IReadOnlyList<RecordBatch> batches) => [.. batches.SelectMany(static batch => ArrowReader.ReadRows(
        batch, new StructType(batch.Schema.FieldsList.Select(static field => new StructField(field.Name, ArrowTypes.SparkTypeOf(field))))))];
}
