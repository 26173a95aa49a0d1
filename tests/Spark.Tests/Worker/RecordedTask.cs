using System.Buffers.Binary;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;
using Millrace.Spark.Worker.Wire;
using Millrace.Spark.WorkerApp;

namespace Millrace.Spark.Tests.Worker;

/// <summary>
/// One task of a recorded connection. Its header is Spark's, byte for byte, but for the two texts that a driver chooses: the version and the command name
/// this library's operators in place of PySpark's functions.
/// </summary>
internal sealed class RecordedTask
{
    private RecordedTask(byte[] header, byte[] data, IReadOnlyList<RecordBatch> input, EvalType evaluation)
    {
        Header = header;
        Data = data;
        Input = input;
        Evaluation = evaluation;
    }

    public byte[] Header { get; }

    /// <summary>From the first byte of the data to Spark's closing mark.</summary>
    public byte[] Data { get; }

    /// <summary>The batches in it, without their wrapping struct.</summary>
    public IReadOnlyList<RecordBatch> Input { get; }

    public EvalType Evaluation { get; }

    /// <summary>The next task of a recording; null at its end, or where the rest was cut while Spark sent it.</summary>
    public static RecordedTask? Read(PeekStream stream)
    {
        stream.BeginCopy();
        if (TaskHeaderReader.Read(stream, new WorkerOptions()) is not { } header)
        {
            return null;
        }

        byte[] recorded = stream.EndCopy();
        stream.BeginCopy();
        InputLayout layout = InputLayout.Of(header);
        List<RecordBatch> input = ReadInput(stream, layout, out Schema schema);
        var end = new byte[4];
        stream.ReadExactly(end);
        Assert.Equal(SpecialLength.EndOfStream, BinaryPrimitives.ReadInt32BigEndian(end));
        return new RecordedTask(Rewrite(recorded, header, schema), stream.EndCopy(), input, header.EvalType);
    }

    private static List<RecordBatch> ReadInput(PeekStream stream, InputLayout layout, out Schema schema)
    {
        var batches = new List<RecordBatch>();
        Schema? first = null;
        while (layout.Framing != InputFraming.StreamPerGroup || new WireReader(stream, 4).ReadInt32() == 1)
        {
            using var reader = new ArrowStreamReader(new ArrowMessageGuard(stream, 1 << 28), leaveOpen: true);
            first ??= layout.Wrapped ? new Schema(((StructType)reader.Schema.FieldsList[0].DataType).Fields, null) : reader.Schema;
            while (reader.ReadNextRecordBatch() is { } batch)
            {
                batches.Add(layout.Wrapped ? new RecordBatch(first, ((StructArray)batch.Column(0)).Fields, batch.Length) : batch);
            }

            if (layout.Framing != InputFraming.StreamPerGroup)
            {
                break;
            }
        }

        schema = first!;
        return batches;
    }

    private static byte[] Rewrite(byte[] recorded, TaskHeader header, Schema schema)
    {
        bool framed = header.Family == ProtocolFamily.Spark43;
        byte[] bytes = Replace(framed ? recorded[8..] : recorded, Block(Encoding.UTF8.GetBytes(header.DriverVersion)), Block(Encoding.UTF8.GetBytes("millrace/replay")));
        foreach (WorkerFunction function in header.Functions)
        {
            bool grouped = header.EvalType == EvalType.GroupedMapArrow;
            IEnumerable<Field> output = header.EvalType == EvalType.MapInArrow ? schema.FieldsList
                : grouped ? function.Offsets.Skip(2 + function.Offsets[1]).Select(position => schema.FieldsList[position])
                : [schema.FieldsList[function.Offsets[0]]];
            string name = header.EvalType == EvalType.MapInArrow ? "identity" : grouped ? "identity-groups" : "first-argument";
            foreach (byte[] command in function.Commands)
            {
                bytes = Replace(bytes, Block(command), Block(Command(name, new Schema(output, null))));
            }
        }

        return framed ? [.. Integer(SpecialLength.StartOfInitMessage), .. Integer(bytes.Length), .. bytes] : bytes;
    }

    private static byte[] Command(string name, Schema output)
    {
        using var stream = new MemoryStream();
        using var writer = new ArrowStreamWriter(stream, output);
        writer.WriteStart();
        writer.WriteEnd();
        return new WorkerCommand
        {
            Format = WorkerCommand.CurrentFormat,
            Application = ApplicationIdentity.Of(typeof(TestOperators).Assembly),
            Operator = name,
            OutputSchema = stream.ToArray(),
        }.ToBytes();
    }

    private static byte[] Replace(byte[] bytes, byte[] old, byte[] by)
    {
        int at = bytes.AsSpan().IndexOf(old);
        Assert.True(at >= 0);
        return [.. bytes[..at], .. by, .. bytes[(at + old.Length)..]];
    }

    private static byte[] Block(byte[] content) => [.. Integer(content.Length), .. content];

    private static byte[] Integer(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
