using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Tests.Worker;

/// <summary>What a worker answers to one task, read as Spark reads it: marks, at most one Arrow stream, and nothing else.</summary>
/// <param name="Batches">The output, without its wrapping struct where there is one.</param>
/// <param name="Failure">The record in the error text; null after success.</param>
/// <param name="Last">The mark after which the connection is used again, or not.</param>
internal sealed record WorkerAnswer(IReadOnlyList<RecordBatch> Batches, ExecutorFailure? Failure, int Last)
{
    public static WorkerAnswer Read(Stream stream, bool wrapped)
    {
        var reader = new WireReader(stream, 1 << 24);
        var batches = new List<RecordBatch>();
        int mark = reader.ReadInt32();
        if (mark == SpecialLength.StartArrowStream)
        {
            using var arrow = new ArrowStreamReader(new ArrowMessageGuard(stream, 1 << 28), leaveOpen: true);
            while (arrow.ReadNextRecordBatch() is { } batch)
            {
                batches.Add(wrapped ? Unwrap(batch) : batch);
            }

            mark = reader.ReadInt32();
        }

        if (mark == SpecialLength.ExceptionThrown)
        {
            return new WorkerAnswer(batches, ExecutorFailure.Find(reader.ReadUtf()), mark);
        }

        Assert.Equal(SpecialLength.EndOfDataSection, mark);
        Assert.Equal(0, reader.ReadInt32());
        return new WorkerAnswer(batches, null, reader.ReadInt32());
    }

    private static RecordBatch Unwrap(RecordBatch batch)
    {
        var row = Assert.IsType<StructArray>(batch.Column(0));
        return new RecordBatch(new Schema(((StructType)row.Data.DataType).Fields, null), row.Fields, batch.Length);
    }
}
