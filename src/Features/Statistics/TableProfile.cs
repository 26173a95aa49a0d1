using Apache.Arrow;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders;

namespace Millrace.Features.Statistics;

/// <summary>
/// Profile of clean rows, for the report and for no encoder. A commutative monoid in its bytes: any order and any split of the rows give the same
/// <see cref="ToBytes"/>. One for each thread, merged afterwards. Not thread-safe.
/// </summary>
public sealed class TableProfile
{
    /// <summary>Rows of the sample behind histograms and frequent texts; fewer where there are over 128 columns.</summary>
    private const int SampleRows = 16_384;

    private const int MostSampledValues = 1 << 21;

    private readonly ColumnProfile[] _columns;
    private readonly int[] _numberSlots;
    private readonly int[] _textSlots;
    private readonly int _numbers;
    private readonly int _texts;
    private readonly int _capacity;
    private RowSample _sample;
    private int[] _rows = [];

    /// <summary>A profile of no rows.</summary>
    public TableProfile(TableContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        Contract = contract;
        _columns = [.. contract.Columns.Select(column => new ColumnProfile(column))];
        _numberSlots = new int[_columns.Length];
        _textSlots = new int[_columns.Length];
        for (var i = 0; i < _columns.Length; i++)
        {
            _numberSlots[i] = _columns[i].IsSampledNumber ? _numbers++ : -1;
            _textSlots[i] = _columns[i].IsSampledText ? _texts++ : -1;
        }

        _capacity = Math.Clamp(MostSampledValues / Math.Max(1, _numbers + _texts), 1_024, SampleRows);
        _sample = new RowSample(_capacity, _numbers, _texts);
    }

    /// <summary>Contract of the clean rows.</summary>
    public TableContract Contract { get; }

    /// <summary>Rows added.</summary>
    public long Rows { get; private set; }

    /// <summary>The columns in contract order.</summary>
    public IReadOnlyList<ColumnProfile> Columns => _columns;

    internal RowSample Sample => _sample;

    /// <summary>Adds the rows of a clean batch (borrowed).</summary>
    /// <exception cref="FeatureFitException">A column is missing or of another type.</exception>
    public void Add(RecordBatch clean)
    {
        ArgumentNullException.ThrowIfNull(clean);
        if (_rows.Length < clean.Length)
        {
            _rows = RowNumbers.First(clean.Length);
        }

        Rows += clean.Length;
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Add(CleanColumns.Get(clean, _columns[i].Column.Name, _columns[i].Column.Type), _rows.AsSpan(0, clean.Length));
        }

        if (_numbers + _texts > 0)
        {
            AddToSample(clean);
        }
    }

    /// <summary>Adds all rows of another profile of the same contract, which stays as it is.</summary>
    public void Merge(TableProfile other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Rows += other.Rows;
        _sample.Merge(other._sample);
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Merge(other._columns[i]);
        }
    }

    /// <summary>The state; equal for equal rows.</summary>
    public byte[] ToBytes()
    {
        var writer = new StateWriter();
        writer.Write(_columns.Length);
        writer.Write(Rows);
        foreach (var column in _columns)
        {
            column.Write(writer);
        }

        _sample.Write(writer);
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote for the same contract.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a state.</exception>
    public static TableProfile FromBytes(TableContract contract, ReadOnlySpan<byte> bytes)
    {
        var profile = new TableProfile(contract);
        var reader = new StateReader(bytes);
        if (reader.ReadInt32() != profile._columns.Length)
        {
            throw new InvalidDataException("The profile is of another contract.");
        }

        profile.Rows = reader.ReadInt64();
        foreach (var column in profile._columns)
        {
            column.Read(ref reader);
        }

        profile._sample = RowSample.Read(ref reader, profile._capacity, profile._numbers, profile._texts);
        reader.End();
        return profile;
    }

    /// <summary>The profile for people and for the report: canonical UTF-8 JSON (docs/statistics.md). Shows no value of a personal column.</summary>
    public byte[] ToJson() => ProfileJson.Write(this);

    internal int NumberSlot(int column) => _numberSlots[column];

    internal int TextSlot(int column) => _textSlots[column];

    private void AddToSample(RecordBatch clean)
    {
        var hi = CleanColumns.GetLongs(clean, "_hash_hi");
        var lo = CleanColumns.GetLongs(clean, "_hash_lo");
        for (var row = 0; row < clean.Length; row++)
        {
            var key = RowSample.KeyOf(hi[row], lo[row]);
            if (key > _sample.Threshold)
            {
                continue;
            }

            var at = _sample.Add(key, hi[row], lo[row]);
            for (var i = 0; i < _columns.Length; i++)
            {
                if (_numberSlots[i] >= 0)
                {
                    _sample.SetNumber(at, _numberSlots[i], _columns[i].NumberAt(row));
                }
                else if (_textSlots[i] >= 0)
                {
                    var texts = (StringArray)CleanColumns.Get(clean, _columns[i].Column.Name, _columns[i].Column.Type);
                    _sample.SetText(at, _textSlots[i], texts.IsNull(row) ? null : texts.GetBytes(row).ToArray());
                }
            }
        }
    }
}
