using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Tasks;

/// <summary>The output of one task: one Arrow stream, begun with its first batch, of columns that were checked against the declared ones. Not thread-safe.</summary>
/// <param name="writer">The connection.</param>
/// <param name="declared">The schema that the driver declared.</param>
/// <param name="wrapped">Whether Spark wants the columns inside one struct.</param>
/// <param name="operatorName">For messages.</param>
/// <param name="stall">Is told of each write.</param>
internal sealed class TaskOutput(WireWriter writer, Schema declared, bool wrapped, string operatorName, WriteStall stall) : IDisposable
{
    private readonly Schema _schema = wrapped
        ? new Schema([new Field("_0", new StructType([.. declared.FieldsList]), nullable: false)], null)
        : declared;

    private ArrowStreamWriter? _stream;
    private bool _ended;

    /// <summary>Writes a batch and disposes it.</summary>
    public void Take(RecordBatch batch)
    {
        using (batch)
        {
            OutputCheck.Require(declared, batch, operatorName);
            stall.Begin();
            if (_stream is null)
            {
                writer.WriteInt32(SpecialLength.StartArrowStream);
                _stream = new ArrowStreamWriter(writer.Target, _schema, leaveOpen: true);
            }

            // What is written borrows the columns: it lives no longer than the batch.
            IEnumerable<IArrowArray> columns = wrapped
                ? [new StructArray(_schema.FieldsList[0].DataType, batch.Length, batch.Arrays, ArrowBuffer.Empty, nullCount: 0)]
                : batch.Arrays;
            _stream.WriteRecordBatch(new RecordBatch(_schema, columns, batch.Length));
            writer.Flush();
            stall.End();
        }
    }

    /// <summary>Ends the Arrow stream if one was begun: whatever follows would else be read as part of it.</summary>
    public void End()
    {
        if (_stream is not null && !_ended)
        {
            _stream.WriteEnd();
            _ended = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();
}
