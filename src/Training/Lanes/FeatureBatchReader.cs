using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Millrace.Training.Lanes;

/// <summary>
/// Takes feature batches (<c>id_hi, id_lo, lane, x, c, s_*, y, w</c>) apart into entries of <see cref="LaneBuffer"/>. Every value
/// is checked on the way: finite numbers, weights of zero or more, the lane that the id's hash gives.
/// </summary>
internal sealed class FeatureBatchReader
{
    private readonly LaneStoreOptions _options;
    private readonly string[] _sequences;
    private readonly int[] _longest;

    private FeatureBatchReader(LaneStoreOptions options, int features, int categories, int labels, string[] sequences)
    {
        _options = options;
        Features = features;
        Categories = categories;
        Labels = labels;
        _sequences = sequences;
        _longest = new int[sequences.Length];
    }

    public int Features { get; }

    public int Categories { get; }

    public int Labels { get; }

    /// <summary>A reader for batches of <paramref name="schema"/>.</summary>
    public static FeatureBatchReader For(Schema schema, LaneStoreOptions options) =>
        new(
            options, Width(schema, "x", ArrowTypeId.Float), Width(schema, "c", ArrowTypeId.Int32), Width(schema, "y", ArrowTypeId.Float),
            [.. schema.FieldsList.Where(f => f.Name.StartsWith("s_", StringComparison.Ordinal)).Select(f => f.Name[2..])]);

    /// <summary>The shape of the finished records, once all rows have been seen.</summary>
    public RowLayout Layout() => new()
    {
        Features = Features,
        Categories = Categories,
        Labels = Labels,
        Sequences = [.. _sequences.Select((name, i) => new SequenceField(name, MaxLength(name, i)))],
    };

    /// <summary>Appends the rows of <paramref name="batch"/> (borrowed) to the buffers of their lanes, and counts them.</summary>
    /// <exception cref="LaneException">A column is missing or of another type, or a value is not allowed.</exception>
    public void Append(RecordBatch batch, LaneBuffer?[] lanes, long[] rowsOfLane)
    {
        var hi = FeatureColumns.Column<Int64Array>(batch, "id_hi").Values;
        var lo = FeatureColumns.Column<Int64Array>(batch, "id_lo").Values;
        var lane = FeatureColumns.Column<Int32Array>(batch, "lane").Values;
        var weight = FeatureColumns.Column<FloatArray>(batch, "w").Values;
        var x = FeatureColumns.Fixed<FloatArray, float>(batch, "x", Features, a => a.Values);
        var c = FeatureColumns.Fixed<Int32Array, int>(batch, "c", Categories, a => a.Values);
        var y = FeatureColumns.Fixed<FloatArray, float>(batch, "y", Labels, a => a.Values);
        var lists = _sequences.Select(name => FeatureColumns.Column<ListArray>(batch, "s_" + name)).ToArray();
        for (var i = 0; i < batch.Length; i++)
        {
            var to = LaneRange.LaneOf(hi[i], lo[i], _options.Lanes);
            if (lane[i] != to)
            {
                throw new LaneException($"row {hi[i]:x16}{lo[i]:x16} says lane {lane[i]}; with {_options.Lanes} lanes it belongs to {to}");
            }

            rowsOfLane[to]++;
            if (lanes[to] is { } buffer)
            {
                CheckRow(hi[i], lo[i], x.AsSpan(i * Features, Features), y.AsSpan(i * Labels, Labels), weight[i]);
                var entry = buffer.Append(EntryBytes(lists, i));
                BinaryPrimitives.WriteInt64LittleEndian(entry, hi[i]);
                BinaryPrimitives.WriteInt64LittleEndian(entry[RowLayout.LoOffset..], lo[i]);
                BinaryPrimitives.WriteSingleLittleEndian(entry[RowLayout.WeightOffset..], weight[i]);
                var rest = Put(entry[RowLayout.LabelOffset..], y.AsSpan(i * Labels, Labels));
                rest = Put(rest, x.AsSpan(i * Features, Features));
                rest = Put(rest, c.AsSpan(i * Categories, Categories));
                PutSequences(rest, lists, i);
            }
        }
    }

    private int MaxLength(string name, int index)
    {
        if (_options.SequenceLengths is not { } given)
        {
            return Math.Max(1, _longest[index]);
        }

        return given.TryGetValue(name, out var most)
            ? _longest[index] <= most ? most : throw new LaneException($"sequence {name} has {_longest[index]} elements in a row, more than {most}")
            : throw new LaneException($"no length was given for sequence {name}");
    }

    private int EntryBytes(ListArray[] lists, int row)
    {
        var bytes = RowLayout.LabelOffset + (4 * (Labels + Features + Categories));
        foreach (var list in lists)
        {
            bytes += 4 + (4 * list.GetValueLength(row));
        }

        return bytes;
    }

    private void PutSequences(Span<byte> to, ListArray[] lists, int row)
    {
        for (var s = 0; s < lists.Length; s++)
        {
            var values = ((FloatArray)lists[s].Values).Values.Slice(lists[s].ValueOffsets[row], lists[s].GetValueLength(row));
            _longest[s] = Math.Max(_longest[s], values.Length);
            if (values.Length != lists[0].GetValueLength(row))
            {
                throw new LaneException(
                    $"row {row} of a batch has {values.Length} elements in sequence {_sequences[s]} and {lists[0].GetValueLength(row)} in {_sequences[0]}");
            }

            for (var i = 0; i < values.Length; i++)
            {
                if (!float.IsFinite(values[i]))
                {
                    throw new LaneException($"sequence {_sequences[s]}, element {i}: {values[i]} is not a finite number");
                }
            }

            BinaryPrimitives.WriteInt32LittleEndian(to, values.Length);
            to = Put(to[4..], values);
        }
    }

    private void CheckRow(long hi, long lo, ReadOnlySpan<float> x, ReadOnlySpan<float> y, float weight)
    {
        for (var f = 0; f < x.Length; f++)
        {
            if (!float.IsFinite(x[f]))
            {
                var name = _options.FeatureNames is { } names && f < names.Count ? names[f] : $"{f}";
                throw new LaneException($"row {hi:x16}{lo:x16}, feature {name}: {x[f]} is not a finite number");
            }
        }

        for (var l = 0; l < y.Length; l++)
        {
            if (!float.IsFinite(y[l]))
            {
                throw new LaneException($"row {hi:x16}{lo:x16}, label {l}: {y[l]} is not a finite number");
            }
        }

        if (!float.IsFinite(weight) || weight < 0)
        {
            throw new LaneException($"row {hi:x16}{lo:x16}: the weight {weight} is not a finite number of zero or more");
        }
    }

    private static Span<byte> Put<T>(Span<byte> to, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(to);
        return to[bytes.Length..];
    }

    private static int Width(Schema schema, string name, ArrowTypeId element)
    {
        var field = schema.FieldsList.FirstOrDefault(f => f.Name == name);
        return field switch
        {
            null when name != "y" => 0,
            { DataType: FixedSizeListType list } when list.ValueDataType.TypeId == element => list.ListSize,
            _ => throw new LaneException($"the feature batch's column {name} is missing or not a fixed-size list of {element}"),
        };
    }
}
