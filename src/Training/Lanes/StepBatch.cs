using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Millrace.Training.Networks;

namespace Millrace.Training.Lanes;

/// <summary>Reusable buffers for the rows of one rank in one step, lane after lane.</summary>
internal sealed class StepBatch
{
    private readonly RowLayout _layout;
    private readonly int _features;
    private readonly int _categories;
    private readonly int _labels;
    private readonly int _fields;
    private readonly int _maxLength;
    private readonly int[] _sequenceOffsets;
    private readonly long[] _hi;
    private readonly long[] _lo;
    private readonly float[] _w;
    private readonly float[] _x;
    private readonly float[] _y;
    private readonly int[] _c;
    private readonly float[] _s;
    private readonly int[] _lengths;

    /// <summary>Buffers for up to <paramref name="capacity"/> rows of <paramref name="lanes"/> lanes, sequences padded to <paramref name="maxLength"/>.</summary>
    public StepBatch(RowLayout layout, int lanes, int capacity, int maxLength)
    {
        (_layout, _features, _categories, _labels, _fields) = (layout, layout.Features, layout.Categories, layout.Labels, layout.Sequences.Count);
        _maxLength = _fields == 0 ? 0 : maxLength;
        _sequenceOffsets = [.. Enumerable.Range(0, _fields).Select(layout.SequenceOffset)];
        LaneStarts = new int[lanes + 1];
        (_hi, _lo, _w) = (new long[capacity], new long[capacity], new float[capacity]);
        _x = new float[checked(capacity * _features)];
        _y = new float[checked(capacity * _labels)];
        _c = new int[checked(capacity * _categories)];
        _s = new float[checked(capacity * _fields * _maxLength)];
        _lengths = new int[_fields == 0 ? 0 : capacity];
    }

    /// <summary>First row of each lane and, last, the row count.</summary>
    public int[] LaneStarts { get; }

    public int Epoch { get; set; }

    /// <summary>The step within the epoch.</summary>
    public long Step { get; set; }

    public int Rows => LaneStarts[^1];

    /// <summary>Bytes of the buffers for one row.</summary>
    public static long RowBytes(RowLayout layout, int maxLength) =>
        24 + (4L * (layout.Features + layout.Labels + layout.Categories)) + (4L * layout.Sequences.Count * maxLength);

    /// <summary>Copies a record into row <paramref name="row"/>.</summary>
    public void Put(int row, ReadOnlySpan<byte> record)
    {
        _hi[row] = BinaryPrimitives.ReadInt64LittleEndian(record);
        _lo[row] = BinaryPrimitives.ReadInt64LittleEndian(record[RowLayout.LoOffset..]);
        _w[row] = BinaryPrimitives.ReadSingleLittleEndian(record[RowLayout.WeightOffset..]);
        MemoryMarshal.Cast<byte, float>(record.Slice(RowLayout.LabelOffset, 4 * _labels)).CopyTo(_y.AsSpan(row * _labels));
        MemoryMarshal.Cast<byte, float>(record.Slice(_layout.FeatureOffset, 4 * _features)).CopyTo(_x.AsSpan(row * _features));
        MemoryMarshal.Cast<byte, int>(record.Slice(_layout.CategoryOffset, 4 * _categories)).CopyTo(_c.AsSpan(row * _categories));
        if (_fields > 0)
        {
            PutSequences(row, record);
        }
    }

    /// <summary>The rows of <paramref name="lanes"/> neighbouring lanes from <paramref name="firstLane"/> (an index within the rank).</summary>
    /// <param name="firstLane">First lane, counted within the rank.</param>
    /// <param name="lanes">Lanes.</param>
    /// <param name="starts">Scratch of at least <paramref name="lanes"/> + 1 entries, kept until the input is used.</param>
    /// <param name="globalStep">The step over the whole run.</param>
    /// <param name="seed">The run's seed.</param>
    public StepInput Input(int firstLane, int lanes, int[] starts, long globalStep, ulong seed)
    {
        var from = LaneStarts[firstLane];
        for (var l = 0; l <= lanes; l++)
        {
            starts[l] = LaneStarts[firstLane + l] - from;
        }

        var rows = starts[lanes];
        return new StepInput
        {
            LaneStarts = starts.AsSpan(0, lanes + 1),
            X = _x.AsSpan(from * _features, rows * _features),
            Categories = _c.AsSpan(from * _categories, rows * _categories),
            Sequences = _s.AsSpan(from * _fields * _maxLength, rows * _fields * _maxLength),
            SequenceLengths = _fields == 0 ? [] : _lengths.AsSpan(from, rows),
            Y = _y.AsSpan(from * _labels, rows * _labels),
            Weights = _w.AsSpan(from, rows),
            RowIdsHigh = _hi.AsSpan(from, rows),
            RowIdsLow = _lo.AsSpan(from, rows),
            Step = globalStep,
            Seed = seed,
        };
    }

    /// <summary>[T, D]: the fields' values stand beside each other in every step of the sequence; behind the length zeros.</summary>
    private void PutSequences(int row, ReadOnlySpan<byte> record)
    {
        var to = _s.AsSpan(row * _fields * _maxLength, _fields * _maxLength);
        var length = BinaryPrimitives.ReadInt32LittleEndian(record[_sequenceOffsets[0]..]);
        for (var d = 0; d < _fields; d++)
        {
            var values = MemoryMarshal.Cast<byte, float>(record.Slice(_sequenceOffsets[d] + 4, 4 * length));
            for (var t = 0; t < length; t++)
            {
                to[(t * _fields) + d] = values[t];
            }
        }

        to[(length * _fields)..].Clear();
        _lengths[row] = length;
    }
}
