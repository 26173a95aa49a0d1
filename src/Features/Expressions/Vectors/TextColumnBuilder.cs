using System.Runtime.InteropServices;

namespace Millrace.Features.Expressions.Vectors;

/// <summary>Builds a text column in scratch memory, row after row. For one thread at a time.</summary>
internal sealed class TextColumnBuilder
{
    private readonly ScratchPool _pool;
    private readonly int _rows;
    private readonly byte[] _offsets;
    private byte[] _text;
    private int _length;
    private int _rowStart;
    private int _row;

    public TextColumnBuilder(ScratchPool pool, int rows, long expectedBytes)
    {
        _pool = pool;
        _rows = rows;
        _offsets = pool.Rent((rows + 1L) * 4);
        _offsets.AsSpan(0, 4).Clear();
        _text = pool.Rent(Math.Max(expectedBytes, 64));
    }

    /// <summary>Room for at least <paramref name="bytes"/> bytes at the end of the current row.</summary>
    public Span<byte> Reserve(int bytes)
    {
        var needed = (long)_length + bytes;
        if (needed > _text.Length)
        {
            var grown = _pool.Rent(Math.Max(needed, Math.Min(_text.Length * 2L, Array.MaxLength)));
            _text.AsSpan(0, _length).CopyTo(grown);
            _text = grown;
        }

        return _text.AsSpan(_length);
    }

    /// <summary>Counts bytes written into what <see cref="Reserve"/> gave.</summary>
    public void Advance(int bytes) => _length += bytes;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>What the current row holds so far.</summary>
    public ReadOnlySpan<byte> Row => _text.AsSpan(_rowStart, _length - _rowStart);

    /// <summary>Empties the current row.</summary>
    public void DropRow() => _length = _rowStart;

    public void EndRow()
    {
        MemoryMarshal.Cast<byte, int>(_offsets.AsSpan())[++_row] = _length;
        _rowStart = _length;
    }

    /// <summary>Appends whole rows as they stand in another column.</summary>
    /// <param name="offsets">Offsets of the rows, one more than rows.</param>
    /// <param name="bytes">What the offsets point into.</param>
    public void AppendRows(ReadOnlySpan<int> offsets, ReadOnlySpan<byte> bytes)
    {
        var shift = _length - offsets[0];
        var target = MemoryMarshal.Cast<byte, int>(_offsets.AsSpan())[(_row + 1)..];
        for (var i = 1; i < offsets.Length; i++)
        {
            target[i - 1] = offsets[i] + shift;
        }

        Append(bytes[offsets[0]..offsets[^1]]);
        _row += offsets.Length - 1;
        _rowStart = _length;
    }

    /// <summary>The column; every row must have ended.</summary>
    public Vector Build(ulong[]? valid) => _row == _rows
        ? Vector.OfText(_rows, _offsets, _text, valid)
        : throw new InvalidOperationException($"{_row} of {_rows} rows were written.");
}
