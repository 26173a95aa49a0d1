using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Tasks;

/// <summary>The output of one task. Spark reads columns by position and trusts their types, so each batch is checked against what the driver declared. Not thread-safe.</summary>
/// <param name="writer">The connection.</param>
/// <param name="declared">The schema that the driver declared.</param>
/// <param name="operatorName">For messages.</param>
internal sealed class TaskOutput(WireWriter writer, Schema declared, string operatorName) : IDisposable
{
    private readonly StructType _row = new([.. declared.FieldsList]);
    private ArrowStreamWriter? _stream;
    private bool _ended;

    /// <summary>Writes a batch and disposes it.</summary>
    public void Take(RecordBatch batch)
    {
        using (batch)
        {
            Check(batch.Schema);
            if (_stream is null)
            {
                writer.WriteInt32(SpecialLength.StartArrowStream);
                _stream = new ArrowStreamWriter(writer.Target, new Schema([new Field("_0", _row, nullable: false)], null), leaveOpen: true);
            }

            // The struct borrows the columns: it lives no longer than the batch.
            var row = new StructArray(_row, batch.Length, batch.Arrays, ArrowBuffer.Empty, nullCount: 0);
            _stream.WriteRecordBatch(new RecordBatch(new Schema([new Field("_0", _row, nullable: false)], null), [row], batch.Length));
            writer.Flush();
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

    private void Check(Schema actual)
    {
        if (actual.FieldsList.Count != declared.FieldsList.Count)
        {
            throw new InvalidOperationException(
                $"Operator {operatorName} gave {actual.FieldsList.Count} columns where {declared.FieldsList.Count} are declared.");
        }

        for (var index = 0; index < declared.FieldsList.Count; index++)
        {
            var (expected, given) = (declared.FieldsList[index], actual.FieldsList[index]);
            if (!SameType(expected.DataType, given.DataType))
            {
                throw new InvalidOperationException(
                    $"Operator {operatorName} gave column {index} ({given.Name}) as {given.DataType.Name} where {expected.Name} is declared as {expected.DataType.Name}.");
            }
        }
    }

    private static bool SameType(IArrowType expected, IArrowType given) => (expected, given) switch
    {
        (TimestampType a, TimestampType b) => a.Unit == b.Unit && (a.Timezone is null) == (b.Timezone is null),
        (Decimal128Type a, Decimal128Type b) => a.Precision == b.Precision && a.Scale == b.Scale,
        (NestedType a, NestedType b) => a.TypeId == b.TypeId && a.Fields.Count == b.Fields.Count
            && a.Fields.Zip(b.Fields).All(pair => SameType(pair.First.DataType, pair.Second.DataType)),
        _ => expected.TypeId == given.TypeId,
    };
}
