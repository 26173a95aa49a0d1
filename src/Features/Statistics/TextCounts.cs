using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;

namespace Millrace.Features.Statistics;

/// <summary>
/// Exact counts of byte strings up to a number of distinct ones and of their bytes; beyond either, the absorbing state "too many". Which of the two
/// it is depends on the set of values alone, so it is a commutative monoid in its bytes. Adding allocates only for new values. Not thread-safe.
/// </summary>
internal sealed class TextCounts
{
    /// <summary>Most distinct values that are counted exactly, unless less is asked for.</summary>
    public const int DefaultLimit = 100_000;

    /// <summary>Most bytes of distinct values.</summary>
    public const int ByteLimit = 16 << 20;

    private readonly int _limit;
    private readonly int _byteLimit;
    private readonly bool _isNumber;
    private int[] _slots = new int[64];
    private ulong[] _hashes = new ulong[32];
    private int[] _ends = new int[32];
    private long[] _counts = new long[32];
    private byte[] _text = new byte[256];

    /// <summary>Counts of nothing.</summary>
    /// <param name="limit">Most distinct values.</param>
    /// <param name="isNumber">Whether all values have eight bytes and are hashed as a number.</param>
    /// <param name="byteLimit">Most bytes of distinct values.</param>
    public TextCounts(int limit = DefaultLimit, bool isNumber = false, int byteLimit = ByteLimit)
    {
        _limit = limit;
        _byteLimit = byteLimit;
        _isNumber = isNumber;
    }

    /// <summary>Whether there were more distinct values than can be counted; then there are no counts.</summary>
    public bool TooMany { get; private set; }

    /// <summary>Distinct values; 0 when there are too many.</summary>
    public int Distinct { get; private set; }

    /// <summary>Bytes of the distinct values.</summary>
    public int TextBytes => Distinct == 0 ? 0 : _ends[Distinct - 1];

    /// <summary>A distinct value, in the order in which they came.</summary>
    public ReadOnlySpan<byte> TextAt(int index)
    {
        var start = index == 0 ? 0 : _ends[index - 1];
        return _text.AsSpan(start, _ends[index] - start);
    }

    /// <summary>How often that value occurs.</summary>
    public long CountAt(int index) => _counts[index];

    /// <summary>Counts one value once.</summary>
    public void Add(ReadOnlySpan<byte> value) => Add(value, HashOf(value), 1);

    /// <summary>Counts one value, whose hash is known, so many times.</summary>
    public void Add(ReadOnlySpan<byte> value, ulong hash, long count)
    {
        if (TooMany)
        {
            return;
        }

        var mask = _slots.Length - 1;
        var slot = (int)hash & mask;
        while (_slots[slot] != 0)
        {
            var index = _slots[slot] - 1;
            if (_hashes[index] == hash && TextAt(index).SequenceEqual(value))
            {
                _counts[index] += count;
                return;
            }

            slot = (slot + 1) & mask;
        }

        Insert(value, hash, count, slot);
    }

    /// <summary>Adds other counts of the same limit.</summary>
    public void Merge(TextCounts other)
    {
        if (other.TooMany)
        {
            BecomeTooMany();
        }

        for (var i = 0; i < other.Distinct && !TooMany; i++)
        {
            Add(other.TextAt(i), other._hashes[i], other._counts[i]);
        }
    }

    /// <summary>Values and counts in byte order; empty when there are too many.</summary>
    public (byte[] Value, long Count)[] ToSorted()
    {
        var result = new (byte[] Value, long Count)[Distinct];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (TextAt(i).ToArray(), _counts[i]);
        }

        System.Array.Sort(result, static (a, b) => a.Value.AsSpan().SequenceCompareTo(b.Value));
        return result;
    }

    public void Write(StateWriter writer)
    {
        writer.Write(TooMany ? -1 : Distinct);
        foreach (var (value, count) in ToSorted())
        {
            writer.WriteSpan(value);
            writer.Write(count);
        }
    }

    public static TextCounts Read(ref StateReader reader, int limit = DefaultLimit, bool isNumber = false)
    {
        var counts = new TextCounts(limit, isNumber);
        var distinct = reader.ReadInt32();
        if (distinct == -1)
        {
            counts.BecomeTooMany();
        }

        for (var i = 0; i < distinct; i++)
        {
            var value = reader.ReadSpan();
            if (isNumber && value.Length != 8)
            {
                throw new InvalidDataException("A counted number has eight bytes.");
            }

            counts.Add(value, counts.HashOf(value), reader.ReadInt64());
        }

        return counts;
    }

    private ulong HashOf(ReadOnlySpan<byte> value) =>
        _isNumber ? NumberHash.Of(BinaryPrimitives.ReadUInt64LittleEndian(value)) : XxHash3.HashToUInt64(value);

    private void Insert(ReadOnlySpan<byte> value, ulong hash, long count, int slot)
    {
        var start = TextBytes;
        if (Distinct == _limit || value.Length > _byteLimit - start)
        {
            BecomeTooMany();
            return;
        }

        if (Distinct == _hashes.Length)
        {
            System.Array.Resize(ref _hashes, 2 * Distinct);
            System.Array.Resize(ref _ends, 2 * Distinct);
            System.Array.Resize(ref _counts, 2 * Distinct);
        }

        if (start + value.Length > _text.Length)
        {
            System.Array.Resize(ref _text, (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)(start + value.Length)), (uint)System.Array.MaxLength));
        }

        value.CopyTo(_text.AsSpan(start));
        _hashes[Distinct] = hash;
        _ends[Distinct] = start + value.Length;
        _counts[Distinct] = count;
        _slots[slot] = ++Distinct;
        if (2 * Distinct > _slots.Length)
        {
            Rehash();
        }
    }

    private void Rehash()
    {
        _slots = new int[2 * _slots.Length];
        var mask = _slots.Length - 1;
        for (var i = 0; i < Distinct; i++)
        {
            var slot = (int)_hashes[i] & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = i + 1;
        }
    }

    private void BecomeTooMany()
    {
        TooMany = true;
        Distinct = 0;
        _slots = [];
        _hashes = [];
        _ends = [];
        _counts = [];
        _text = [];
    }
}
