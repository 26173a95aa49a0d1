using System.Buffers.Binary;
using System.Text;

namespace Millrace.Spark.Worker.Wire;

/// <summary>Writes the worker protocol's values: big-endian, lengths in front. Borrows the stream. Not thread-safe.</summary>
internal sealed class WireWriter(Stream target)
{
    /// <summary>The stream behind: Arrow data goes to it directly.</summary>
    public Stream Target => target;

    public void WriteInt32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        target.Write(bytes);
    }

    public void WriteUtf(string text) => WriteBytes(Encoding.UTF8.GetBytes(text));

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteInt32(bytes.Length);
        target.Write(bytes);
    }

    public void Flush() => target.Flush();
}
