using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;
using Millrace.Spark.Worker.Tasks;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Tests.Worker;

/// <summary>How far a task's input is read ahead of its operator.</summary>
public class TaskInputTests
{
    private const int Batches = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_output_is_stuck_the_input_is_read_on_and_no_batch_is_lost_or_out_of_order()
    {
        using var stream = await RecordedAsync(rows: 100, reached: 1.0);
        var stall = new WriteStall(TimeSpan.FromMilliseconds(1));
        stall.Begin();
        await using var input = Open(stream, stall);

        // Nobody asks for a batch, and yet all are read.
        await stream.Reached.WaitAsync(Patience, Token);
        stall.End();

        Assert.Equal(Enumerable.Range(0, Batches).Select(i => (long)i), await FirstValuesAsync(input));
    }

    [Fact]
    public async Task What_is_read_on_is_bounded_in_bytes()
    {
        // 160 MiB in all; 48 MiB, what is ahead anyway and the batch in hand are less than half.
        using var stream = await RecordedAsync(rows: 1 << 20, reached: 0.25);
        var stall = new WriteStall(TimeSpan.FromMilliseconds(1));
        stall.Begin();
        await using var input = Open(stream, stall);
        await stream.Reached.WaitAsync(Patience, Token);

        await using var batches = input.ReadAsync(Token).GetAsyncEnumerator(Token);
        for (var taken = 1; taken <= 5; taken++)
        {
            Assert.True(await batches.MoveNextAsync());
            batches.Current.Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(20), Token); // time for a fault to show; what is right does not depend on it
            Assert.InRange(stream.BytesRead, 0, (taken + 10) * (8L << 20));
        }
    }

    [Fact]
    public async Task While_the_output_flows_no_more_than_one_batch_waits()
    {
        using var stream = await RecordedAsync(rows: 1 << 17, reached: 0.1);
        await using var input = Open(stream, new WriteStall(TimeSpan.FromMilliseconds(1)));
        await stream.Reached.WaitAsync(Patience, Token);

        await using var batches = input.ReadAsync(Token).GetAsyncEnumerator(Token);
        for (var taken = 1; taken <= 5; taken++)
        {
            Assert.True(await batches.MoveNextAsync());
            batches.Current.Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(20), Token); // as above
            Assert.InRange(stream.BytesRead, 0, (taken + 3) * (1L << 20));
        }
    }

    private static TaskInput Open(Stream stream, WriteStall stall) => new(
        new PeekStream(stream, 4096), new InputLayout(InputFraming.OneStream, Wrapped: false), (MemoryAllocator.Default.Value, 64L << 20), stall, CancellationToken.None);

    private static async Task<List<long>> FirstValuesAsync(TaskInput input)
    {
        var values = new List<long>();
        await foreach (var batch in input.ReadAsync(Token))
        {
            using (batch)
            {
                values.Add(((Int64Array)batch.Column(0)).GetValue(0)!.Value);
            }
        }

        return values;
    }

    private static async Task<WatchedStream> RecordedAsync(int rows, double reached)
    {
        var schema = new Schema([new Field("n", Int64Type.Default, nullable: false)], null);
        using var bytes = new MemoryStream();
        using var writer = new ArrowStreamWriter(bytes, schema, leaveOpen: true);
        for (var batch = 0; batch < Batches; batch++)
        {
            using var column = new Int64Array.Builder().AppendRange(Enumerable.Repeat((long)batch, rows)).Build();
            await writer.WriteRecordBatchAsync(new RecordBatch(schema, [column], rows), Token);
        }

        await writer.WriteEndAsync(Token);
        return new WatchedStream(bytes.ToArray(), (long)(bytes.Length * reached));
    }

    /// <summary>Says how much of it was read, and when a position is reached.</summary>
    private sealed class WatchedStream(byte[] bytes, long position) : MemoryStream(bytes, writable: false)
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _read;

        public Task Reached => _reached.Task;

        public long BytesRead => Interlocked.Read(ref _read);

        // Reading into a span comes here, too: a class derived from MemoryStream has only this way.
        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            if (Interlocked.Add(ref _read, read) >= position)
            {
                _reached.TrySetResult();
            }

            return read;
        }
    }
}
