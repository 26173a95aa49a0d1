using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Millrace.Features.Expressions;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Hashing;

/// <summary>
/// Canonical bytes of a block of rows, built column after column: per column a presence byte (0 null, 1 value) and then the value: integers and timestamps
/// 8 bytes, dates 4, decimals 16, floats 8 (−0 as +0, one NaN), booleans 1, text int32 byte length and UTF-8, lists int32 element count and elements, each
/// with presence byte; all little-endian. Each row stands in a slot that is already padded as SHA-256 wants it. For one thread at a time.
/// </summary>
internal sealed class CanonicalRows
{
    /// <summary>Rows of a block: small enough that slots of ordinary rows stay in the second-level cache.</summary>
    public const int BlockRows = 512;

    private const ulong QuietNan = 0x7FF8_0000_0000_0000;

    private readonly int[] _starts = new int[BlockRows];
    private readonly int[] _lengths = new int[BlockRows];
    private readonly int[] _cursors = new int[BlockRows];
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(BlockRows * 128);

    /// <summary>Rows of the block.</summary>
    public int Count { get; private set; }

    /// <summary>All slots.</summary>
    public ReadOnlySpan<byte> Buffer => _buffer;

    /// <summary>Where each row's slot begins in <see cref="Buffer"/>.</summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, Count);

    /// <summary>Length of each row's canonical bytes, without padding.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, Count);

    /// <summary>Builds the block of rows <paramref name="first"/> … <paramref name="first"/> + <paramref name="count"/> − 1.</summary>
    public void Build(ReadOnlySpan<Vector> columns, int first, int count)
    {
        Count = count;
        var lengths = _lengths.AsSpan(0, count);
        lengths.Clear();
        foreach (var column in columns)
        {
            AddLengths(column, first, lengths);
        }

        var position = 0L;
        for (var i = 0; i < count; i++)
        {
            _starts[i] = _cursors[i] = checked((int)position);
            position += Sha256Padding.SlotLength(lengths[i]);
        }

        if (_buffer.Length < position)
        {
            _buffer = GC.AllocateUninitializedArray<byte>(checked((int)Math.Min(Math.Max(position, _buffer.Length * 2L), Array.MaxLength)));
        }

        var cursors = _cursors.AsSpan(0, count);
        foreach (var column in columns)
        {
            Write(column, first, cursors);
        }

        for (var i = 0; i < count; i++)
        {
            Sha256Padding.Write(_buffer.AsSpan(_starts[i]), lengths[i]);
        }
    }

    /// <summary>Canonical bytes of row <paramref name="index"/> of the block.</summary>
    public ReadOnlySpan<byte> Row(int index) => _buffer.AsSpan(_starts[index], _lengths[index]);

    private static void AddLengths(Vector column, int first, Span<int> lengths)
    {
        if (column.Type.Kind is ValueKind.Text or ValueKind.List)
        {
            AddVariableLengths(column, first, lengths);
            return;
        }

        var width = column.Type.Kind == ValueKind.Bool ? 1 : column.Type.Width;
        if (column.Valid is null)
        {
            foreach (ref var length in lengths)
            {
                length += 1 + width;
            }

            return;
        }

        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] += column.IsValid(first + i) ? 1 + width : 1;
        }
    }

    private static void AddVariableLengths(Vector column, int first, Span<int> lengths)
    {
        var offsets = column.Offsets.Slice(first, lengths.Length + 1);
        for (var i = 0; i < lengths.Length; i++)
        {
            checked
            {
                lengths[i] += !column.IsValid(first + i) ? 1
                    : column.Child is { } child ? 5 + ElementsLength(child, offsets[i], offsets[i + 1])
                    : 5 + offsets[i + 1] - offsets[i];
            }
        }
    }

    private static int ElementsLength(Vector child, int from, int to)
    {
        var one = new int[1];
        var total = 0;
        for (var i = from; i < to; i++)
        {
            one[0] = 0;
            AddLengths(child, i, one);
            total = checked(total + one[0]);
        }

        return total;
    }

    private void Write(Vector column, int first, Span<int> cursors)
    {
        switch (column.Type.Kind)
        {
            case ValueKind.Int or ValueKind.Timestamp or ValueKind.TimestampLocal:
                WriteFixed(column, column.Longs.Slice(first, cursors.Length), first, cursors);
                break;
            case ValueKind.Float:
                WriteFloats(column, first, cursors);
                break;
            case ValueKind.Decimal:
                WriteFixed(column, column.Decimals.Slice(first, cursors.Length), first, cursors);
                break;
            case ValueKind.Date:
                WriteFixed(column, column.Ints.Slice(first, cursors.Length), first, cursors);
                break;
            case ValueKind.Bool:
                WriteBools(column, first, cursors);
                break;
            case ValueKind.Text:
                WriteTexts(column, first, cursors);
                break;
            default:
                WriteLists(column, first, cursors);
                break;
        }
    }

    private void WriteFixed<T>(Vector column, ReadOnlySpan<T> values, int first, Span<int> cursors)
        where T : unmanaged
    {
        ref var buffer = ref MemoryMarshal.GetArrayDataReference(_buffer);
        if (column.Valid is null)
        {
            for (var i = 0; i < values.Length; i++)
            {
                ref var at = ref Unsafe.Add(ref buffer, cursors[i]);
                at = 1;
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref at, 1), values[i]);
                cursors[i] += 1 + Unsafe.SizeOf<T>();
            }

            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            ref var at = ref Unsafe.Add(ref buffer, cursors[i]);
            var present = BitMask.Get(column.Valid, first + i);
            at = present ? (byte)1 : (byte)0;
            if (present)
            {
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref at, 1), values[i]);
            }

            cursors[i] += present ? 1 + Unsafe.SizeOf<T>() : 1;
        }
    }

    private void WriteFloats(Vector column, int first, Span<int> cursors)
    {
        var values = column.Doubles.Slice(first, cursors.Length);
        ref var buffer = ref MemoryMarshal.GetArrayDataReference(_buffer);
        for (var i = 0; i < values.Length; i++)
        {
            ref var at = ref Unsafe.Add(ref buffer, cursors[i]);
            var present = column.Valid is null || BitMask.Get(column.Valid, first + i);
            at = present ? (byte)1 : (byte)0;
            if (present)
            {
                // Adding +0 turns −0 into +0 and leaves every other value as it is.
                var value = values[i] + 0.0;
                Unsafe.WriteUnaligned(
                    ref Unsafe.Add(ref at, 1), !double.IsNaN(value) ? BitConverter.DoubleToUInt64Bits(value) : QuietNan);
            }

            cursors[i] += present ? 9 : 1;
        }
    }

    private void WriteBools(Vector column, int first, Span<int> cursors)
    {
        var bits = column.Bits;
        for (var i = 0; i < cursors.Length; i++)
        {
            var present = column.IsValid(first + i);
            _buffer[cursors[i]++] = present ? (byte)1 : (byte)0;
            if (present)
            {
                _buffer[cursors[i]++] = BitMask.Get(bits, first + i) ? (byte)1 : (byte)0;
            }
        }
    }

    private void WriteTexts(Vector column, int first, Span<int> cursors)
    {
        var offsets = column.Offsets.Slice(first, cursors.Length + 1);
        var bytes = column.Bytes.Span;
        for (var i = 0; i < cursors.Length; i++)
        {
            var at = _buffer.AsSpan(cursors[i]);
            if (!column.IsValid(first + i))
            {
                at[0] = 0;
                cursors[i]++;
                continue;
            }

            var length = offsets[i + 1] - offsets[i];
            at[0] = 1;
            BinaryPrimitives.WriteInt32LittleEndian(at[1..], length);
            bytes.Slice(offsets[i], length).CopyTo(at[5..]);
            cursors[i] += 5 + length;
        }
    }

    private void WriteLists(Vector column, int first, Span<int> cursors)
    {
        var offsets = column.Offsets.Slice(first, cursors.Length + 1);
        var cursor = new int[1];
        for (var i = 0; i < cursors.Length; i++)
        {
            var present = column.IsValid(first + i);
            _buffer[cursors[i]++] = present ? (byte)1 : (byte)0;
            if (!present)
            {
                continue;
            }

            BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(cursors[i]), offsets[i + 1] - offsets[i]);
            cursor[0] = cursors[i] + 4;
            for (var element = offsets[i]; element < offsets[i + 1]; element++)
            {
                Write(column.Child!, element, cursor);
            }

            cursors[i] = cursor[0];
        }
    }
}
