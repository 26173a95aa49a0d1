using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Numbers;

namespace Millrace.Features.Statistics;

/// <summary>Profile of one column of clean rows. A commutative monoid in its bytes. Not thread-safe.</summary>
public sealed class ColumnProfile
{
    private readonly bool _isNumber;
    private double[] _numbers = [];
    private ShortTally _tally;

    internal ColumnProfile(ColumnContract column)
    {
        Column = column;
        _isNumber = ValueForms.IsNumber(column.Type);
        IsText = column.Type.Kind == ColumnKind.String;
        if (_isNumber)
        {
            Moments = new ExactMoments();
            Sketch = new QuantileSketch();
        }

        if (_isNumber || IsText)
        {
            Distinct = new HyperLogLog();
        }

        // Values of a personal column are not even kept; neither are those of columns that rarely repeat one.
        if (!column.Personal && (IsText || column.Type.IsInteger || column.Type.Kind is ColumnKind.Bool or ColumnKind.Date))
        {
            Counts = new TextCounts(isNumber: _isNumber);
            Frequent = IsText ? new CountMin() : null;
        }

        Lengths = IsText || column.Type.Kind == ColumnKind.List ? new LengthCounts() : null;
    }

    /// <summary>The column's contract.</summary>
    public ColumnContract Column { get; }

    /// <summary>Rows with a value.</summary>
    public long Present { get; private set; }

    /// <summary>Rows without a value (null; NaN and infinities are values, counted in <see cref="NotFinite"/> too).</summary>
    public long Nulls { get; private set; }

    /// <summary>Rows with NaN or an infinity.</summary>
    public long NotFinite { get; private set; }

    internal bool IsText { get; }

    internal ExactMoments? Moments { get; private set; }

    internal QuantileSketch? Sketch { get; private set; }

    internal HyperLogLog? Distinct { get; private set; }

    internal TextCounts? Counts { get; private set; }

    internal CountMin? Frequent { get; private set; }

    /// <summary>Bytes of texts, elements of lists.</summary>
    internal LengthCounts? Lengths { get; private set; }

    /// <summary>Whether the sample of the table keeps numbers of this column.</summary>
    internal bool IsSampledNumber => _isNumber && !Column.Personal && Column.Type.Kind != ColumnKind.Bool;

    /// <summary>Whether the sample of the table keeps texts of this column.</summary>
    internal bool IsSampledText => IsText && !Column.Personal;

    /// <summary>The number in a row of the last batch; NaN for none.</summary>
    internal double NumberAt(int row) => _numbers[row];

    /// <summary>Adds a column of a batch.</summary>
    /// <param name="array">The column; borrowed.</param>
    /// <param name="rows">0, 1, 2 … up to its length.</param>
    internal void Add(IArrowArray array, ReadOnlySpan<int> rows)
    {
        Nulls += array.NullCount;
        Present += array.Length - array.NullCount;
        if (_isNumber)
        {
            AddNumbers(array, rows);
        }
        else if (IsText)
        {
            AddTexts((StringArray)array);
        }
        else if (array is ListArray lists)
        {
            AddLengths(lists);
        }
    }

    internal void Merge(ColumnProfile other)
    {
        Present += other.Present;
        Nulls += other.Nulls;
        NotFinite += other.NotFinite;
        Moments?.Merge(other.Moments!);
        Sketch?.Merge(other.Sketch!);
        Distinct?.Merge(other.Distinct!);
        Counts?.Merge(other.Counts!);
        Frequent?.Merge(other.Frequent!);
        Lengths?.Merge(other.Lengths!);
    }

    internal void Write(StateWriter writer)
    {
        writer.Write(Present);
        writer.Write(Nulls);
        writer.Write(NotFinite);
        Moments?.Write(writer);
        Sketch?.Write(writer);
        Distinct?.Write(writer);
        Counts?.Write(writer);
        Frequent?.Write(writer);
        Lengths?.Write(writer);
    }

    internal void Read(ref StateReader reader)
    {
        Present = reader.ReadInt64();
        Nulls = reader.ReadInt64();
        NotFinite = reader.ReadInt64();
        Moments = Moments is null ? null : ExactMoments.Read(ref reader);
        Sketch = Sketch is null ? null : QuantileSketch.Read(ref reader);
        Distinct = Distinct is null ? null : HyperLogLog.Read(ref reader);
        Counts = Counts is null ? null : TextCounts.Read(ref reader, TextCounts.DefaultLimit, _isNumber);
        Frequent = Frequent is null ? null : CountMin.Read(ref reader);
        Lengths = Lengths is null ? null : LengthCounts.Read(ref reader);
    }

    private void AddNumbers(IArrowArray array, ReadOnlySpan<int> rows)
    {
        if (_numbers.Length < rows.Length)
        {
            _numbers = new double[rows.Length];
        }

        var numbers = _numbers.AsSpan(0, rows.Length);
        NumberReader.Read(array, rows, numbers);
        Moments!.Add(numbers);
        var missing = Counts is { TooMany: false } ? CountNumbers(numbers) : SketchNumbers(numbers);
        NotFinite += missing - array.NullCount;
    }

    private int SketchNumbers(ReadOnlySpan<double> numbers)
    {
        var missing = 0;
        foreach (var number in numbers)
        {
            if (double.IsNaN(number))
            {
                missing++;
                continue;
            }

            Sketch!.Add(number);
        }

        Distinct!.Add(numbers);
        return missing;
    }

    private int CountNumbers(ReadOnlySpan<double> numbers)
    {
        var missing = 0;
        foreach (var number in numbers)
        {
            if (double.IsNaN(number))
            {
                missing++;
                continue;
            }

            var (bits, length) = (BitConverter.DoubleToUInt64Bits(number), sizeof(double));
            _tally.Add(ref bits, ref length, out var count);
            if (count > 0)
            {
                CountNumber(bits, count);
            }
        }

        for (var slot = 0; _tally.TryTake(ref slot, out var bits, out _, out var count);)
        {
            CountNumber(bits, count);
        }

        return missing;
    }

    private void CountNumber(ulong bits, int count)
    {
        Span<byte> key = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteUInt64LittleEndian(key, bits);
        var hash = NumberHash.Of(bits);
        Distinct!.Add(hash);
        Sketch!.Add(BitConverter.UInt64BitsToDouble(bits), count);
        Counts!.Add(key, hash, count);
    }

    private void AddTexts(StringArray texts)
    {
        var offsets = texts.ValueOffsets;
        var bytes = texts.ValueBuffer.Span;
        var nulls = texts.NullCount != 0;
        for (var row = 0; row < texts.Length; row++)
        {
            if (nulls && texts.IsNull(row))
            {
                continue;
            }

            var (start, length) = (offsets[row], offsets[row + 1] - offsets[row]);
            if (length > sizeof(ulong))
            {
                CountText(bytes.Slice(start, length), 1);
                continue;
            }

            var text = ReadShort(bytes, start, length);
            _tally.Add(ref text, ref length, out var count);
            if (count > 0)
            {
                CountShortText(text, length, count);
            }
        }

        for (var slot = 0; _tally.TryTake(ref slot, out var text, out var length, out var count);)
        {
            CountShortText(text, length, count);
        }
    }

    private void CountShortText(ulong text, int length, int count)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, text);
        CountText(bytes[..length], count);
    }

    private void CountText(ReadOnlySpan<byte> text, int count)
    {
        var hash = XxHash3.HashToUInt64(text);
        Distinct!.Add(hash);
        Counts?.Add(text, hash, count);
        Frequent?.Add(hash, count);
        Lengths!.Add(text.Length, count);
    }

    /// <summary>Up to eight bytes as a number, the first one lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadShort(ReadOnlySpan<byte> bytes, int start, int length)
    {
        if (start + sizeof(ulong) <= bytes.Length)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes[start..]);
            return length == sizeof(ulong) ? word : word & ((1UL << (8 * length)) - 1);
        }

        var value = 0UL;
        for (var i = length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[start + i];
        }

        return value;
    }

    private void AddLengths(ListArray lists)
    {
        for (var row = 0; row < lists.Length; row++)
        {
            if (lists.IsValid(row))
            {
                Lengths!.Add(lists.GetValueLength(row));
            }
        }
    }
}
