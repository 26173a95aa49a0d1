using Millrace.Exact;

namespace Millrace.Features.Statistics;

/// <summary>
/// The k distinct rows of smallest keyed hash, with how often each occurs and some of their values. Any subset's sample holds all rows that the whole's
/// will, so it is a commutative monoid in its bytes. Rows of equal identity must have equal values. Not thread-safe.
/// </summary>
internal sealed class RowSample
{
    /// <summary>Rows of a sample that feeds quantiles, where the number of columns does not ask for fewer.</summary>
    public const int DefaultCapacity = 65_536;

    private readonly int _capacity;
    private readonly int _numbers;
    private readonly int _texts;
    private ulong[] _keys;
    private long[] _hi;
    private long[] _lo;
    private long[] _counts;
    private double[] _numberValues;
    private byte[]?[] _textValues;
    private int _rows;
    private bool _sorted = true;

    /// <summary>A sample of no rows.</summary>
    /// <param name="capacity">k.</param>
    /// <param name="numbers">Numbers kept for each row.</param>
    /// <param name="texts">Byte strings kept for each row.</param>
    public RowSample(int capacity, int numbers, int texts)
    {
        _capacity = capacity;
        _numbers = numbers;
        _texts = texts;
        var size = Math.Min(256, capacity * 2);
        _keys = new ulong[size];
        _hi = new long[size];
        _lo = new long[size];
        _counts = new long[size];
        _numberValues = new double[size * numbers];
        _textValues = new byte[]?[size * texts];
    }

    /// <summary>Rows with a larger key are not in the sample.</summary>
    public ulong Threshold { get; private set; } = ulong.MaxValue;

    /// <summary>Distinct rows held.</summary>
    public int Rows
    {
        get
        {
            Compact();
            return _rows;
        }
    }

    /// <summary>The key of a row.</summary>
    public static ulong KeyOf(long hi, long lo) => KeyedHash.Hash(KeyedHash.SampleKey, hi, lo);

    /// <summary>How often the row occurs.</summary>
    public long CountOf(int row) => _counts[row];

    /// <summary>A number of the row; NaN is none.</summary>
    public double NumberOf(int row, int slot) => _numberValues[(row * _numbers) + slot];

    /// <summary>A byte string of the row; null is none.</summary>
    public byte[]? TextOf(int row, int slot) => _textValues[(row * _texts) + slot];

    /// <summary>Adds a row of at most <see cref="Threshold"/>'s key and gives its number, for <see cref="SetNumber"/> and <see cref="SetText"/> right after.</summary>
    public int Add(ulong key, long hi, long lo, long count = 1)
    {
        if (_rows == _keys.Length)
        {
            MakeRoom();
        }

        _sorted = false;
        _keys[_rows] = key;
        _hi[_rows] = hi;
        _lo[_rows] = lo;
        _counts[_rows] = count;
        return _rows++;
    }

    public void SetNumber(int row, int slot, double value) => _numberValues[(row * _numbers) + slot] = value;

    public void SetText(int row, int slot, byte[]? value) => _textValues[(row * _texts) + slot] = value;

    /// <summary>Adds another sample of the same shape.</summary>
    public void Merge(RowSample other)
    {
        other.Compact();
        for (var i = 0; i < other._rows && other._keys[i] <= Threshold; i++)
        {
            var row = Add(other._keys[i], other._hi[i], other._lo[i], other._counts[i]);
            other._numberValues.AsSpan(i * _numbers, _numbers).CopyTo(_numberValues.AsSpan(row * _numbers));
            other._textValues.AsSpan(i * _texts, _texts).CopyTo(_textValues.AsSpan(row * _texts));
        }

        Compact();
    }

    public void Write(StateWriter writer)
    {
        Compact();
        writer.Write(_rows);
        for (var i = 0; i < _rows; i++)
        {
            writer.Write(_hi[i]);
            writer.Write(_lo[i]);
            writer.Write(_counts[i]);
            for (var n = 0; n < _numbers; n++)
            {
                writer.Write(NumberOf(i, n));
            }

            for (var t = 0; t < _texts; t++)
            {
                writer.WriteBytes(TextOf(i, t));
            }
        }
    }

    public static RowSample Read(ref StateReader reader, int capacity, int numbers, int texts)
    {
        var sample = new RowSample(capacity, numbers, texts);
        var rows = reader.ReadCount(24 + (8 * numbers) + (4 * texts));
        for (var i = 0; i < rows; i++)
        {
            var hi = reader.ReadInt64();
            var lo = reader.ReadInt64();
            var row = sample.Add(KeyOf(hi, lo), hi, lo, reader.ReadInt64());
            for (var n = 0; n < numbers; n++)
            {
                sample.SetNumber(row, n, reader.ReadDouble());
            }

            for (var t = 0; t < texts; t++)
            {
                sample.SetText(row, t, reader.ReadBytes());
            }
        }

        sample.Compact();
        return sample;
    }

    private void MakeRoom()
    {
        if (_keys.Length < 2 * _capacity)
        {
            Resize(Math.Min(2 * _capacity, 2 * _keys.Length));
            return;
        }

        Compact();
    }

    private void Resize(int size)
    {
        System.Array.Resize(ref _keys, size);
        System.Array.Resize(ref _hi, size);
        System.Array.Resize(ref _lo, size);
        System.Array.Resize(ref _counts, size);
        System.Array.Resize(ref _numberValues, size * _numbers);
        System.Array.Resize(ref _textValues, size * _texts);
    }

    /// <summary>Sorts by key and identity, joins equal rows, keeps the first k.</summary>
    private void Compact()
    {
        if (_sorted)
        {
            return;
        }

        var order = new int[_rows];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        System.Array.Sort(order, Compare);
        var from = (_keys, _hi, _lo, _counts, _numberValues, _textValues);
        var size = from._keys.Length;
        _keys = new ulong[size];
        _hi = new long[size];
        _lo = new long[size];
        _counts = new long[size];
        _numberValues = new double[size * _numbers];
        _textValues = new byte[]?[size * _texts];
        _rows = 0;
        foreach (var source in order)
        {
            var last = _rows - 1;
            if (last >= 0 && _keys[last] == from._keys[source] && _hi[last] == from._hi[source] && _lo[last] == from._lo[source])
            {
                _counts[last] += from._counts[source];
                continue;
            }

            if (_rows == _capacity)
            {
                break;
            }

            _keys[_rows] = from._keys[source];
            _hi[_rows] = from._hi[source];
            _lo[_rows] = from._lo[source];
            _counts[_rows] = from._counts[source];
            from._numberValues.AsSpan(source * _numbers, _numbers).CopyTo(_numberValues.AsSpan(_rows * _numbers));
            from._textValues.AsSpan(source * _texts, _texts).CopyTo(_textValues.AsSpan(_rows * _texts));
            _rows++;
        }

        _sorted = true;
        Threshold = _rows == _capacity && _capacity > 0 ? _keys[_rows - 1] : ulong.MaxValue;
    }

    private int Compare(int a, int b)
    {
        var byKey = _keys[a].CompareTo(_keys[b]);
        if (byKey != 0)
        {
            return byKey;
        }

        var byHi = _hi[a].CompareTo(_hi[b]);
        return byHi != 0 ? byHi : _lo[a].CompareTo(_lo[b]);
    }
}
