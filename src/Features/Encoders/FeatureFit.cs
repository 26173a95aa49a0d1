using Apache.Arrow;
using Millrace.Features.Encoders.Categories;
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
    /// <summary>Numbers that the sample holds at most: 128 MB.</summary>
    private const int MostSampledValues = 1 << 24;

    private const int LeastSampledRows = 4_096;

    private readonly ColumnFit[] _columns;
    private readonly LabelFit[] _labels;
    private readonly TrainingRows _training;
    private readonly int[] _numberSlots;
    private readonly int _numbers;
    private readonly int _capacity;
    private RowSample _sample;

    /// <summary>A fit of no rows.</summary>
    public FeatureFit(FeaturePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Plan = plan;
        _columns = [.. plan.Inputs.Select(input => new ColumnFit(input))];
        _labels = [.. plan.Labels.Select(label => new LabelFit(label))];
        _training = new TrainingRows(plan);
        _numberSlots = new int[_columns.Length];
        for (var i = 0; i < _columns.Length; i++)
        {
            _numberSlots[i] = _columns[i].NeedsNumberSample ? _numbers++ : -1;
        }

        _capacity = Math.Clamp(MostSampledValues / Math.Max(1, _numbers), LeastSampledRows, RowSample.DefaultCapacity);
        _sample = new RowSample(_capacity, _numbers, texts: 0);
    }

    /// <summary>The plan.</summary>
    public FeaturePlan Plan { get; }

    /// <summary>Training rows added: those with every label and a legal weight.</summary>
    public long Rows { get; private set; }

    /// <summary>Training rows that had no label or no legal weight.</summary>
    public long RowsLeftOut => _training.LeftOut;

    /// <summary>Rows whose quantiles the encoders are fitted on: all, up to a limit that follows from the number of columns (65,536 unless there are over 256).</summary>
    public int SampledRows => _sample.Rows;

    /// <summary>Columns whose categories are too many to have been counted: <see cref="Finish"/> needs the most frequent ones from elsewhere. Empty where every count is exact.</summary>
    public IReadOnlyList<CategoryDemand> Uncounted => [.. _columns.Select(static column => column.Demand).OfType<CategoryDemand>()];

    /// <summary>Adds the training rows of a clean batch; all other rows, and rows without a label, leave no trace.</summary>
    /// <param name="clean">Rows in the clean layout; borrowed.</param>
    /// <param name="parts">The rows' parts; as long as the batch.</param>
    /// <exception cref="FeatureFitException">A column is missing or of another type.</exception>
    public void Add(RecordBatch clean, ReadOnlySpan<SplitPart> parts)
    {
        ArgumentNullException.ThrowIfNull(clean);
        var rows = _training.Choose(clean, parts);
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

        if (_numbers > 0)
        {
            AddToSample(CleanColumns.GetLongs(clean, "_hash_hi"), CleanColumns.GetLongs(clean, "_hash_lo"), rows.Span);
        }
    }

    /// <summary>Adds all rows of another fit of the same plan, which stays as it is.</summary>
    public void Merge(FeatureFit other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Rows += other.Rows;
        _training.Count(other._training.LeftOut, other._training.Weighing);
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
        writer.Write(_training.Weighing);
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
        fit._training.Count(leftOut: reader.ReadInt64(), weighing: reader.ReadInt64());
        foreach (var label in fit._labels)
        {
            label.Read(ref reader);
        }

        foreach (var column in fit._columns)
        {
            column.Read(ref reader);
        }

        fit._sample = RowSample.Read(ref reader, fit._capacity, fit._numbers, texts: 0);
        reader.End();
        return fit;
    }

    /// <summary>The frozen model.</summary>
    /// <param name="counted">For each column of <see cref="Uncounted"/> its most frequent categories, as many as are asked for, ties in the order of their UTF-8 bytes.</param>
    /// <exception cref="FeatureFitException">No training rows, or a label that cannot be learned.</exception>
    /// <exception cref="ArgumentException">A column of <see cref="Uncounted"/> is not there.</exception>
    public FeatureModel Finish(IReadOnlyDictionary<string, IReadOnlyList<CategoryCount>> counted)
    {
        ArgumentNullException.ThrowIfNull(counted);
        foreach (var demand in Uncounted.Where(demand => !counted.ContainsKey(demand.Column)))
        {
            throw new ArgumentException($"the most frequent categories of {demand.Column} are needed", nameof(counted));
        }

        var label = Plan.Labels[0].Column.Name;
        if (Rows == 0)
        {
            throw new FeatureFitException(FeatureFitFault.NoTrainingRows, label, RowsLeftOut, RowsLeftOut == 0
                ? "there are no training rows: every row was quarantined, or went to validation or test; look at the rules and the split"
                : $"none of the {RowsLeftOut} training rows has a label {label} and a legal weight");
        }

        if (_training.Weighing == 0)
        {
            throw new FeatureFitException(FeatureFitFault.NoWeight, Plan.Spec.Weight, Rows, $"all {Rows} training rows have the weight 0 in {Plan.Spec.Weight}");
        }

        var columns = new FittedColumn[_columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = new ColumnFinish(Plan.Inputs[i], _columns[i], _sample, _numberSlots[i], counted.GetValueOrDefault(Plan.Inputs[i].Column.Name)).Finish();
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
            }
        }
    }
}
