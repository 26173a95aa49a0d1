using System.Buffers.Binary;

namespace Millrace.Spark.Worker.Wire;

/// <summary>
/// Looks at an Arrow message's metadata before Arrow's reader does, which allocates for the counts that stand there and follows nested types as deep as
/// they go. Field numbers are those of Arrow's Message.fbs and Schema.fbs. Pure.
/// </summary>
internal static class ArrowMetadataCheck
{
    private const byte SchemaMessage = 1;
    private const byte BatchMessage = 3;
    private const int DeepestType = 64;
    private const int StructBytes = 16;

    // A batch without a body can have any number of rows of no column; Spark's own limit is ten thousand unless it is set higher.
    private const long RowsWithoutBody = 1 << 24;

    /// <summary>The length of the body that follows.</summary>
    /// <exception cref="WorkerProtocolException">A count or position lies outside, or the message is of a kind that Spark does not send.</exception>
    public static long RequireBody(ReadOnlySpan<byte> metadata, long maxBodyBytes)
    {
        var message = FlatTable.Root(metadata);
        var bodyBytes = message.Int64(3);
        if (bodyBytes < 0 || bodyBytes > maxBodyBytes)
        {
            throw new WorkerProtocolException($"an Arrow message's body of {bodyBytes} bytes is outside 0 to {maxBodyBytes}");
        }

        switch (message.Byte(1))
        {
            case SchemaMessage:
                RequireFields(message.Table(2), vector: 1, depth: 0);
                break;
            case BatchMessage:
                RequireBatch(message.Table(2), bodyBytes);
                break;
            case var other:
                throw new WorkerProtocolException($"an Arrow message of kind {other} came; Spark sends schemas and batches");
        }

        return bodyBytes;
    }

    private static void RequireFields(FlatTable holder, int vector, int depth)
    {
        if (depth > DeepestType)
        {
            throw new WorkerProtocolException($"a column's type is nested deeper than {DeepestType}");
        }

        _ = holder.TableCount(vector == 1 ? 2 : 6);
        var count = holder.TableCount(vector);
        for (var index = 0; index < count; index++)
        {
            RequireFields(holder.TableAt(vector, index), vector: 5, depth + 1);
        }
    }

    private static void RequireBatch(FlatTable batch, long bodyBytes)
    {
        var mostRows = RowsWithoutBody + (8 * bodyBytes);
        RequireRows(batch.Int64(0), mostRows);
        var nodes = batch.Vector(1, StructBytes);
        for (var at = 0; at < nodes.Length; at += StructBytes)
        {
            RequireRows(BinaryPrimitives.ReadInt64LittleEndian(nodes[at..]), mostRows);
            RequireRows(BinaryPrimitives.ReadInt64LittleEndian(nodes[(at + 8)..]), mostRows);
        }

        var buffers = batch.Vector(2, StructBytes);
        for (var at = 0; at < buffers.Length; at += StructBytes)
        {
            var start = BinaryPrimitives.ReadInt64LittleEndian(buffers[at..]);
            var length = BinaryPrimitives.ReadInt64LittleEndian(buffers[(at + 8)..]);
            if (start < 0 || length < 0 || start > bodyBytes || length > bodyBytes - start)
            {
                throw new WorkerProtocolException($"a buffer of {length} bytes at {start} lies outside a body of {bodyBytes} bytes");
            }
        }
    }

    private static void RequireRows(long rows, long most)
    {
        if (rows < 0 || rows > most)
        {
            throw new WorkerProtocolException($"{rows} rows in an Arrow batch are outside 0 to {most}");
        }
    }
}
