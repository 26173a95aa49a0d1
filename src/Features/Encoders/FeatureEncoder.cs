using Apache.Arrow;
using Millrace.Exact;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders.Labels;
using Millrace.Features.Encoders.Lists;
using Millrace.Features.Hashing;

namespace Millrace.Features.Encoders;

/// <summary>Clean rows → feature batch, by a frozen model. For one thread at a time.</summary>
public sealed class FeatureEncoder
{
    private readonly List<BoundEncoder> _encoders = [];
    private readonly LabelEncoder[] _labels;
    private readonly SequenceBuffer[] _sequences;
    private readonly Dictionary<string, ColumnType> _types;
    private readonly ColumnValues _values = new();
    private readonly Dictionary<string, ColumnEncodingCounts> _counts = new(StringComparer.Ordinal);
    private long _rows;
    private long _withoutLabel;
    private long _withoutWeight;

    internal FeatureEncoder(FeatureModel model, int lanes)
    {
        if (lanes is < 1 or > 1_024 || (lanes & (lanes - 1)) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(lanes), lanes, "Lanes are a power of two from 1 to 1,024.");
        }

        Model = model;
        Lanes = lanes;
        _types = model.Reads.ToDictionary(read => read.Name, read => ColumnType.Parse(read.Type), StringComparer.Ordinal);
        _labels = [.. model.Layout.Labels.Select(label => new LabelEncoder(label))];
        _sequences = [.. model.Layout.Sequences.Select(_ => new SequenceBuffer())];
        OutputSchema = FeatureBatch.SchemaOf(model);
        Bind();
    }

    /// <summary>The model.</summary>
    public FeatureModel Model { get; }

    /// <summary>V.</summary>
    public int Lanes { get; }

    /// <summary>Schema of feature batches.</summary>
    public Schema OutputSchema { get; }

    /// <summary>Encodes those of some rows that have every label and a legal weight; the others are counted and left out.</summary>
    /// <param name="clean">Rows in the clean layout; borrowed.</param>
    /// <param name="rows">Ascending row numbers in the batch.</param>
    /// <returns>
    /// A feature batch (<c>id_hi, id_lo, lane, x, c, s_*, y, w</c>) in the order of <paramref name="rows"/>; belongs to the receiver.
    /// </returns>
    /// <exception cref="FeatureFitException">A column is missing or of another type, or a label was not among the training rows'.</exception>
    public RecordBatch EncodeLabelled(RecordBatch clean, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(clean);
        _rows += rows.Length;
        var without = new bool[clean.Length];
        foreach (var label in _labels)
        {
            LabelFit.MarkMissing(label.Plan(TypeOf(label.Layout.Name)), CleanColumns.Get(clean, label.Layout.Name, TypeOf(label.Layout.Name)), without);
        }

        var weights = Model.Weight is { } name ? WeightColumn.Read(CleanColumns.Get(clean, name, TypeOf(name)), clean.Length) : null;
        var kept = new int[rows.Length];
        var count = 0;
        foreach (var row in rows)
        {
            if (without[row])
            {
                _withoutLabel++;
            }
            else if (weights is not null && double.IsNaN(weights[row]))
            {
                _withoutWeight++;
            }
            else
            {
                kept[count++] = row;
            }
        }

        var some = kept.AsMemory(0, count);
        var y = new float[count * _labels.Length];
        for (var i = 0; i < _labels.Length && count > 0; i++)
        {
            var label = _labels[i].Layout.Name;
            _labels[i].Encode(CleanColumns.Get(clean, label, TypeOf(label)), some.Span, y.AsSpan(i), _labels.Length);
        }

        return Encode(clean, some, y, weights);
    }

    /// <summary>Encodes every row for scoring; label and weight columns may be absent or null and are not read.</summary>
    /// <param name="clean">Rows in the clean layout; borrowed.</param>
    /// <returns>A feature batch with one row for each row; <c>y</c> is 0 and <c>w</c> 1 throughout. Belongs to the receiver.</returns>
    /// <exception cref="FeatureFitException">An input column is missing or of another type.</exception>
    public RecordBatch EncodeAll(RecordBatch clean)
    {
        ArgumentNullException.ThrowIfNull(clean);
        _rows += clean.Length;
        return Encode(clean, RowNumbers.First(clean.Length), new float[clean.Length * _labels.Length], null);
    }

    /// <summary>Counts of all batches since the encoder was made or since the last call; starts anew from nothing.</summary>
    public EncodingReport TakeReport()
    {
        var report = EncodingReport.Empty with
        {
            Rows = _rows,
            WithoutLabel = _withoutLabel,
            WithoutWeight = _withoutWeight,
            Columns = EncodingReport.Empty.Columns.AddRange(_counts),
        };
        _rows = _withoutLabel = _withoutWeight = 0;
        _counts.Clear();
        return report;
    }

    /// <summary>Gives every step its place in the layout.</summary>
    private void Bind()
    {
        var (dense, category, sequence) = (0, 0, 0);
        foreach (var column in Model.Columns)
        {
            foreach (var step in column.Steps)
            {
                var hasSequence = step.Sequence(column) is not null;
                _encoders.Add(new BoundEncoder(column, step, dense, category, hasSequence ? _sequences[sequence++] : null));
                dense += step.DenseNames(column).Count;
                category += step.Category(column) is null ? 0 : 1;
            }
        }
    }

    private RecordBatch Encode(RecordBatch clean, ReadOnlyMemory<int> rows, float[] y, double[]? weights)
    {
        Instruments.BatchEncoded(rows.Length);
        var batch = new FeatureBatch(Model.Layout, rows.Length) { Y = y };
        foreach (var sequence in _sequences)
        {
            sequence.Reset(rows.Length);
        }

        FittedColumn? last = null;
        foreach (var encoder in _encoders)
        {
            if (!ReferenceEquals(encoder.Column, last))
            {
                Count(last);
                last = encoder.Column;
                _values.Reset(CleanColumns.Get(clean, last.Name, TypeOf(last.Name)), rows);
                _values.Missing = MissingOf(last);
            }

            encoder.Step.Apply(_values, new FeatureTarget
            {
                X = batch.X,
                Width = Model.Layout.Dense.Count,
                Dense = encoder.Dense,
                C = batch.C,
                Categories = Model.Layout.Categories.Count,
                Category = encoder.Category,
                Sequence = encoder.Sequence,
            });
        }

        Count(last);
        FillIdentity(clean, rows.Span, batch);
        for (var i = 0; i < rows.Length; i++)
        {
            batch.W[i] = weights is null ? 1 : (float)weights[rows.Span[i]];
        }

        return batch.ToRecordBatch(OutputSchema, _sequences);
    }

    private void FillIdentity(RecordBatch clean, ReadOnlySpan<int> rows, FeatureBatch batch)
    {
        int[] columns = [.. Model.Reads.Select(read => CleanColumns.IndexOf(clean, read.Name)).Where(index => index >= 0)];
        var hi = new long[clean.Length];
        var lo = new long[clean.Length];
        RowIdentity.Compute(clean, columns, hi, lo);
        for (var i = 0; i < rows.Length; i++)
        {
            batch.Hi[i] = hi[rows[i]];
            batch.Lo[i] = lo[rows[i]];
            batch.Lane[i] = (int)(KeyedHash.Hash(KeyedHash.LaneKey, hi[rows[i]], lo[rows[i]]) & (ulong)(Lanes - 1));
        }
    }

    private long MissingOf(FittedColumn column)
    {
        var missing = 0L;
        if (TypeOf(column.Name).IsFloat)
        {
            foreach (var number in _values.Numbers)
            {
                missing += double.IsNaN(number) ? 1 : 0;
            }

            return missing;
        }

        if (_values.Array.NullCount != 0)
        {
            foreach (var row in _values.Rows.Span)
            {
                missing += _values.Array.IsNull(row) ? 1 : 0;
            }
        }

        return missing;
    }

    private void Count(FittedColumn? column)
    {
        if (column is not null)
        {
            var present = _counts.GetValueOrDefault(column.Name);
            _counts[column.Name] = new ColumnEncodingCounts(present.Missing + _values.Missing, present.Unseen + _values.Unseen);
        }
    }

    private ColumnType TypeOf(string column) => _types[column];
}
