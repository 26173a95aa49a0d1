using System.Text;
using Apache.Arrow;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Lists;
using Millrace.Features.Encoders.Numbers;
using Millrace.Features.Encoders.Times;
using Millrace.Features.Statistics;
using NodaTime;

namespace Millrace.Features.Encoders;

/// <summary>What the encoders of one column need to know of the training rows, beside the sample that all columns share. A commutative monoid in its bytes. Not thread-safe.</summary>
internal sealed class ColumnFit
{
    private static readonly Comparer<byte[]> Utf8Order = Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b));

    private readonly ColumnPlan _plan;
    private readonly ColumnValues _values = new();
    private readonly InstantReader? _instants;
    private readonly ExactMoments?[] _moments;
    private readonly int _categoryLimit;
    private readonly int _neededCategories;
    private TextCounts? _categories;
    private ExactMoments? _elements;
    private double[] _scratch = [];
    private long _present;
    private long _missing;
    private long _longest;
    private long _firstYear = long.MaxValue;
    private long _lastYear = long.MinValue;

    /// <summary>A fit of no rows.</summary>
    public ColumnFit(ColumnPlan plan)
    {
        _plan = plan;
        _moments = [.. plan.Steps.Select(step => step is StandardiseSpec or ImputeSpec { Strategy: ImputeStrategy.Mean } ? new ExactMoments() : null)];
        NeedsNumberSample = plan.Steps.Any(step => step is QuantileNormalSpec or PiecewiseLinearSpec or BucketsSpec { Edges: null or { Count: 0 } }
            or ImputeSpec { Strategy: ImputeStrategy.Median }) || (NeedsMode && !ValueForms.IsCategory(plan.Column.Type));
        var vocabularies = plan.Steps.Where(step => step is OneHotSpec or EmbeddingSpec).ToList();
        if (vocabularies.Count > 0 || (NeedsMode && ValueForms.IsCategory(plan.Column.Type)))
        {
            _neededCategories = vocabularies.Select(MostOf).Append(NeedsMode ? 1 : 0).Max();
            _categoryLimit = vocabularies.Select(step => (step as EmbeddingSpec)?.OnlyUpTo ?? 0).Append(_neededCategories > 0 ? TextCounts.DefaultLimit : 0).Max();
            _categories = new TextCounts(_categoryLimit);
        }

        if (plan.Steps.OfType<CalendarSpec>().FirstOrDefault() is { } calendar)
        {
            _instants = new InstantReader(calendar.Zone is null ? null : DateTimeZoneProviders.Tzdb[calendar.Zone]);
        }

        _elements = plan.Steps.Any(step => step is SequenceSpec) ? new ExactMoments() : null;
    }

    /// <summary>Whether the shared sample keeps this column's numbers.</summary>
    public bool NeedsNumberSample { get; }

    /// <summary>The most frequent categories that have to be counted elsewhere; null where they need not.</summary>
    public CategoryDemand? Demand => _neededCategories > 0 && _categories is { TooMany: true } ? new CategoryDemand(_plan.Column.Name, _neededCategories, _present) : null;

    /// <summary>Training rows with a value.</summary>
    public long Present => _present;

    /// <summary>Training rows without one.</summary>
    public long Missing => _missing;

    private bool NeedsMode => _plan.Steps.Any(step => step is ImputeSpec { Strategy: ImputeStrategy.MostFrequent });

    /// <summary>The number of the i-th row of the last <see cref="Add"/>.</summary>
    public double NumberAt(int i) => _values.Numbers[i];

    /// <summary>Adds training rows.</summary>
    public void Add(IArrowArray array, ReadOnlyMemory<int> rows)
    {
        _values.Reset(array, rows);
        CountMissing(array, rows.Span);
        if (System.Array.Exists(_moments, moments => moments is not null))
        {
            AddMoments();
        }

        if (_categories is { TooMany: false })
        {
            var reader = new CategoryReader(array, stackalloc byte[CategoryReader.ScratchBytes]);
            foreach (var row in rows.Span)
            {
                if (reader.TryRead(row, out var category))
                {
                    _categories.Add(category);
                }
            }
        }

        if (_instants is not null)
        {
            AddYears(array, rows.Span);
        }

        if (_elements is not null)
        {
            AddElements(ListReader.ListsOf(array), rows.Span);
        }
    }

    /// <summary>Adds the rows of another fit of the same plan.</summary>
    public void Merge(ColumnFit other)
    {
        _present += other._present;
        _missing += other._missing;
        _longest = Math.Max(_longest, other._longest);
        _firstYear = Math.Min(_firstYear, other._firstYear);
        _lastYear = Math.Max(_lastYear, other._lastYear);
        _categories?.Merge(other._categories!);
        _elements?.Merge(other._elements!);
        for (var i = 0; i < _moments.Length; i++)
        {
            _moments[i]?.Merge(other._moments[i]!);
        }
    }

    public void Write(StateWriter writer)
    {
        writer.Write(_present);
        writer.Write(_missing);
        writer.Write(_longest);
        writer.Write(_firstYear);
        writer.Write(_lastYear);
        _categories?.Write(writer);
        _elements?.Write(writer);
        foreach (var moments in _moments)
        {
            moments?.Write(writer);
        }
    }

    public void Read(ref StateReader reader)
    {
        _present = reader.ReadInt64();
        _missing = reader.ReadInt64();
        _longest = reader.ReadInt64();
        _firstYear = reader.ReadInt64();
        _lastYear = reader.ReadInt64();
        _categories = _categories is null ? null : TextCounts.Read(ref reader, _categoryLimit);
        _elements = _elements is null ? null : ExactMoments.Read(ref reader);
        for (var i = 0; i < _moments.Length; i++)
        {
            _moments[i] = _moments[i] is null ? null : ExactMoments.Read(ref reader);
        }
    }

    /// <summary>Categories and counts in byte order: all of them, or those that were counted elsewhere where there are too many; null for more than a limit.</summary>
    public (string Text, long Count)[]? Categories(IReadOnlyList<CategoryCount>? counted, int? onlyUpTo)
    {
        var counts = _categories!;
        if (onlyUpTo is { } most && (counts.TooMany || counts.Distinct > most))
        {
            return null;
        }

        return counts.TooMany
            ? [.. counted!.Select(each => (Bytes: Encoding.UTF8.GetBytes(each.Category), each.Category, each.Count))
                .OrderBy(each => each.Bytes, Utf8Order).Select(each => (each.Category, each.Count))]
            : [.. counts.ToSorted().Select(each => (Encoding.UTF8.GetString(each.Value), each.Count))];
    }

    /// <summary>Moments of the values that a step sees.</summary>
    public ExactMoments MomentsAt(int step) => _moments[step]!;

    /// <summary>Moments of all elements of lists.</summary>
    public ExactMoments Elements => _elements!;

    /// <summary>Elements of the longest list.</summary>
    public long Longest => _longest;

    /// <summary>Least and greatest year; 1970 for none.</summary>
    public (int First, int Last) Years => _lastYear == long.MinValue ? (1970, 1970) : ((int)_firstYear, (int)_lastYear);

    /// <summary>How many of the most frequent categories a vocabulary needs whatever their number; 0 where it is left out when there are too many.</summary>
    private static int MostOf(EncoderSpec step) => step switch
    {
        OneHotSpec hot => hot.MaxSize,
        EmbeddingSpec { OnlyUpTo: null } embedding => embedding.MaxSize,
        _ => 0,
    };

    private void CountMissing(IArrowArray array, ReadOnlySpan<int> rows)
    {
        var missing = 0;
        if (ValueForms.IsNumber(_plan.Column.Type) && _plan.Column.Type.Kind != ColumnKind.Bool && !ValueForms.IsTime(_plan.Column.Type))
        {
            foreach (var number in _values.Numbers)
            {
                missing += double.IsNaN(number) ? 1 : 0;
            }
        }
        else if (array.NullCount != 0)
        {
            foreach (var row in rows)
            {
                missing += array.IsNull(row) ? 1 : 0;
            }
        }

        _missing += missing;
        _present += rows.Length - missing;
    }

    /// <summary>Walks the steps over a copy of the numbers: logarithms change them, imputing does not touch values that are there.</summary>
    private void AddMoments()
    {
        if (_scratch.Length < _values.Count)
        {
            _scratch = new double[_values.Count];
        }

        var numbers = _scratch.AsSpan(0, _values.Count);
        _values.Numbers.CopyTo(numbers);
        for (var i = 0; i < _moments.Length; i++)
        {
            _moments[i]?.Add(numbers);
            if (_plan.Steps[i] is LogSpec spec)
            {
                foreach (ref var number in numbers)
                {
                    number = FittedLog.Of(spec.Kind, spec.Shift, number);
                }
            }
        }
    }

    private void AddYears(IArrowArray array, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            var micros = _instants!.Read(array, row);
            if (micros != InstantReader.None)
            {
                var year = FittedCalendar.YearOf(micros);
                _firstYear = Math.Min(_firstYear, year);
                _lastYear = Math.Max(_lastYear, year);
            }
        }
    }

    private void AddElements(ListArray lists, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            var length = lists.IsNull(row) ? 0 : lists.GetValueLength(row);
            _longest = Math.Max(_longest, length);
            if (_scratch.Length < length)
            {
                _scratch = new double[length];
            }

            var elements = _scratch.AsSpan(0, length);
            ListReader.Read(lists, row, 0, elements);
            _elements!.Add(elements);
        }
    }
}
