using Apache.Arrow;
using Millrace.Features.Encoders.Labels;
using Millrace.Features.Splitting;
using Millrace.Features.Statistics;

namespace Millrace.Features.Encoders;

/// <summary>
/// What the encoders need to know of the training rows. A commutative monoid in its bytes: any order and any split of the rows give the same
/// <see cref="ToBytes"/>. One for each thread, merged afterwards. Not thread-safe.
/// </summary>
public sealed class FeatureFit
{
    /// <summary>Numbers and categories that the sample holds at most: 128 MB of numbers.</summary>
    private const int MostSampledValues = 1 << 24;

    private const int LeastSampledRows = 4_096;

    private readonly ColumnFit[] _columns;
    private readonly LabelFit[] _labels;
    private readonly int[] _numberSlots;
    private readonly int[] _textSlots;
    private readonly int _numbers;
    private readonly int _texts;
    private readonly int _capacity;
    private RowSample _sample;
    private int[] _rows = [];
    private long _weighing;

    /// <summary>A fit of no rows.</summary>
    public FeatureFit(FeaturePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Plan = plan;
        _columns = [.. plan.Inputs.Select(input => new ColumnFit(input))];
        _labels = [.. plan.Labels.Select(label => new LabelFit(label))];
        _numberSlots = new int[_columns.Length];
        _textSlots = new int[_columns.Length];
        for (var i = 0; i < _columns.Length; i++)
        {
            _numberSlots[i] = _columns[i].NeedsNumberSample ? _numbers++ : -1;
            _textSlots[i] = _columns[i].NeedsTextSample ? _texts++ : -1;
        }

        _capacity = Math.Clamp(MostSampledValues / Math.Max(1, _numbers + _texts), LeastSampledRows, RowSample.DefaultCapacity);
        _sample = new RowSample(_capacity, _numbers, _texts);
    }

    /// <summary>The plan.</summary>
    public FeaturePlan Plan { get; }

    /// <summary>Training rows added: those with every label and a legal weight.</summary>
    public long Rows { get; private set; }

    /// <summary>Training rows that had no label or no legal weight.</summary>
    public long RowsLeftOut { get; private set; }

    /// <summary>Rows whose quantiles the encoders are fitted on: all, up to a limit that follows from the number of columns (65,536 unless there are over 256).</summary>
    public int SampledRows => _sample.Rows;

    /// <summary>Adds the training rows of a clean batch; all other rows, and rows without a label, leave no trace.</summary>
    /// <param name="clean">Rows in the clean layout; borrowed.</param>
    /// <param name="parts">The rows' parts; as long as the batch.</param>
    /// <exception cref="FeatureFitException">A column is missing or of another type.</exception>
    public void Add(RecordBatch clean, ReadOnlySpan<SplitPart> parts)
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentOutOfRangeException.ThrowIfNotEqual(parts.Length, clean.Length);
        var rows = TrainingRows(clean, parts);
        Rows += rows.Length;
        for (var i = 0; i < _labels.Length; i++)
        {
            var column = Plan.Labels[i].Column;
            _labels[i].Add(CleanColumns.Get(clean, column.Name, column.Type), rows.Span);
        }

        for (var i = 0; i < _columns.Length; i++)
        {
            var column = Plan.Inputs[i].Column;
            _columns[i].Add(CleanColumns.Get(clean, column.Name, column.Type), rows);
        }

        if (_numbers + _texts > 0)
        {
            AddToSample(CleanColumns.GetLongs(clean, "_hash_hi"), CleanColumns.GetLongs(clean, "_hash_lo"), rows.Span);
        }
    }

    /// <summary>Adds all rows of another fit of the same plan, which stays as it is.</summary>
    public void Merge(FeatureFit other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Rows += other.Rows;
        RowsLeftOut += other.RowsLeftOut;
        _weighing += other._weighing;
        _sample.Merge(other._sample);
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Merge(other._columns[i]);
        }

        for (var i = 0; i < _labels.Length; i++)
        {
            _labels[i].Merge(other._labels[i]);
        }
    }

    /// <summary>The state; equal for equal rows.</summary>
    public byte[] ToBytes()
    {
        var writer = new StateWriter();
        writer.Write(_columns.Length);
        writer.Write(Rows);
        writer.Write(RowsLeftOut);
        writer.Write(_weighing);
        foreach (var label in _labels)
        {
            label.Write(writer);
        }

        foreach (var column in _columns)
        {
            column.Write(writer);
        }

        _sample.Write(writer);
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote for the same plan.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a state.</exception>
    public static FeatureFit FromBytes(FeaturePlan plan, ReadOnlySpan<byte> bytes)
    {
        var fit = new FeatureFit(plan);
        var reader = new StateReader(bytes);
        if (reader.ReadInt32() != fit._columns.Length)
        {
            throw new InvalidDataException("The fit is of another plan.");
        }

        fit.Rows = reader.ReadInt64();
        fit.RowsLeftOut = reader.ReadInt64();
        fit._weighing = reader.ReadInt64();
        foreach (var label in fit._labels)
        {
            label.Read(ref reader);
        }

        foreach (var column in fit._columns)
        {
            column.Read(ref reader);
        }

        fit._sample = RowSample.Read(ref reader, fit._capacity, fit._numbers, fit._texts);
        reader.End();
        return fit;
    }

    /// <summary>The frozen model.</summary>
    /// <exception cref="FeatureFitException">No training rows, or a label that cannot be learned.</exception>
    public FeatureModel Finish()
    {
        var label = Plan.Labels[0].Column.Name;
        if (Rows == 0)
        {
            throw new FeatureFitException(FeatureFitFault.NoTrainingRows, label, RowsLeftOut, RowsLeftOut == 0
                ? "there are no training rows: every row was quarantined, or went to validation or test; look at the rules and the split"
                : $"none of the {RowsLeftOut} training rows has a label {label} and a legal weight");
        }

        if (_weighing == 0)
        {
            throw new FeatureFitException(FeatureFitFault.NoWeight, Plan.Spec.Weight, Rows, $"all {Rows} training rows have the weight 0 in {Plan.Spec.Weight}");
        }

        var columns = new FittedColumn[_columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = new ColumnFinish(Plan.Inputs[i], _columns[i], _sample, _numberSlots[i], _textSlots[i]).Finish();
        }

        return FeatureModel.Create(new FeatureModelDocument
        {
            Format = FeatureModelDocument.CurrentFormat,
            TrainingRows = Rows,
            SampledRows = SampledRows,
            Reads = [.. Plan.ReadColumns.Select(name => new ReadColumn(name, Plan.Contract.Columns.First(column => column.Name == name).Type.ToString()))],
            Columns = columns,
            Labels = [.. _labels.Select(fit => fit.Finish(Rows))],
            Weight = Plan.Spec.Weight,
        });
    }

    private ReadOnlyMemory<int> TrainingRows(RecordBatch clean, ReadOnlySpan<SplitPart> parts)
    {
        var leftOut = new bool[clean.Length];
        foreach (var label in Plan.Labels)
        {
            LabelFit.MarkMissing(label, CleanColumns.Get(clean, label.Column.Name, label.Column.Type), leftOut);
        }

        var weights = Plan.Spec.Weight is { } name
            ? WeightColumn.Read(CleanColumns.Get(clean, name, Plan.Contract.Columns.First(column => column.Name == name).Type), clean.Length)
            : null;
        if (_rows.Length < clean.Length)
        {
            _rows = new int[clean.Length];
        }

        var count = 0;
        for (var row = 0; row < parts.Length; row++)
        {
            if (parts[row] != SplitPart.Train)
            {
                continue;
            }

            if (leftOut[row] || (weights is not null && double.IsNaN(weights[row])))
            {
                RowsLeftOut++;
                continue;
            }

            _weighing += weights is null || weights[row] > 0 ? 1 : 0;
            _rows[count++] = row;
        }

        return _rows.AsMemory(0, count);
    }

    private void AddToSample(ReadOnlySpan<long> hi, ReadOnlySpan<long> lo, ReadOnlySpan<int> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var key = RowSample.KeyOf(hi[rows[i]], lo[rows[i]]);
            if (key > _sample.Threshold)
            {
                continue;
            }

            var at = _sample.Add(key, hi[rows[i]], lo[rows[i]]);
            for (var column = 0; column < _columns.Length; column++)
            {
                if (_numberSlots[column] >= 0)
                {
                    _sample.SetNumber(at, _numberSlots[column], _columns[column].NumberAt(i));
                }

                if (_textSlots[column] >= 0)
                {
                    _sample.SetText(at, _textSlots[column], _columns[column].TextAt(i));
                }
            }
        }
    }
}
