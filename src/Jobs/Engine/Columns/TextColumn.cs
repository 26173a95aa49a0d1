using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using DuckDB.NET.Native;

namespace Millrace.Jobs.Engine.Columns;

/// <summary>
/// Text and bytes. A DuckDB string is 16 bytes: a length, then up to 12 bytes of it, or 4 of them and the address of all.
/// </summary>
internal sealed class TextColumn(IArrowType type) : ColumnBuilder(type)
{
    private const int EntryBytes = 16;
    private const int Inlined = 12;

    private readonly RowBuffer _offsets = new();
    private readonly RowBuffer _bytes = new();

    /// <inheritdoc/>
    public override ColumnBuilder Fresh() => new TextColumn(Type);

    /// <inheritdoc/>
    public override unsafe long VariableBytes(nint vector, int from, int count)
    {
        var entries = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector) + ((long)from * EntryBytes);
        var mask = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        long bytes = 0;
        for (var i = 0; i < count; i++)
        {
            bytes += IsValid(mask, from + i) ? *(uint*)(entries + ((long)i * EntryBytes)) : 0;
        }

        return bytes;
    }

    /// <inheritdoc/>
    public override unsafe void Append(nint vector, int from, int count)
    {
        // Room for whole entries behind the last byte, so that short strings are copied without looking at their length.
        Reserve(count, VariableBytes(vector, from, count));
        var entries = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector) + ((long)from * EntryBytes);
        var mask = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        var offsets = (int*)_offsets.At(0) + Rows;
        var start = _bytes.At(0);
        var end = start + _bytes.Length;
        for (var i = 0; i < count; i++)
        {
            offsets[i] = (int)(end - start);
            if (!IsValid(mask, from + i))
            {
                continue;
            }

            var entry = entries + ((long)i * EntryBytes);
            var length = *(uint*)entry;
            if (length <= Inlined)
            {
                *(ulong*)end = *(ulong*)(entry + 4);
                *(uint*)(end + 8) = *(uint*)(entry + 12);
            }
            else
            {
                Unsafe.CopyBlockUnaligned(end, *(byte**)(entry + 8), length);
            }

            end += length;
        }

        offsets[count] = _bytes.Length = (int)(end - start);
        Validity.Append(mask, from, count);
        Rows += count;
    }

    /// <summary>Appends one value.</summary>
    public unsafe void Append(ReadOnlySpan<byte> value)
    {
        Reserve(1, value.Length);
        value.CopyTo(_bytes.Bytes[_bytes.Length..]);
        _bytes.Length += value.Length;
        var offsets = (int*)_offsets.At(0);
        offsets[Rows] = _bytes.Length - value.Length;
        offsets[++Rows] = _bytes.Length;
        Validity.AppendValid(1);
    }

    /// <summary>Appends one null.</summary>
    public unsafe void AppendNull()
    {
        Reserve(1, 0);
        var offsets = (int*)_offsets.At(0);
        offsets[Rows] = _bytes.Length;
        offsets[++Rows] = _bytes.Length;
        Validity.AppendNull();
    }

    /// <summary>Bytes of all values so far.</summary>
    public int TextBytes => _bytes.Length;

    /// <inheritdoc/>
    public override ArrayData Build() => Build(Type);

    /// <summary>The array, as text or as bytes.</summary>
    public ArrayData Build(IArrowType type)
    {
        if (Rows == 0)
        {
            Reserve(0, 0);
            _offsets.Bytes[..sizeof(int)].Clear();
        }

        _offsets.Length = (Rows + 1) * sizeof(int);
        return new ArrayData(type, Rows, Validity.NullCount, 0, [Validity.Build(), new ArrowBuffer(_offsets.Memory), new ArrowBuffer(_bytes.Memory)]);
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        _bytes.Length = 0;
        _offsets.Length = 0;
    }

    private static unsafe bool IsValid(ulong* mask, int row) => mask is null || ((mask[row >> 6] >> (row & 63)) & 1) != 0;

    private void Reserve(int rows, long bytes)
    {
        _offsets.Length = Rows == 0 ? 0 : (Rows + 1) * sizeof(int);
        _offsets.Reserve((Rows + rows + 1) * sizeof(int));
        _bytes.Reserve(checked((int)(_bytes.Length + bytes + EntryBytes)));
    }
}
