using System.Text;
using Apache.Arrow;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Numbers;
using Millrace.Features.Statistics;

namespace Millrace.Features.Encoders.Labels;

/// <summary>What is known of one label's training values. A commutative monoid in its bytes. Not thread-safe.</summary>
internal sealed class LabelFit
{
    /// <summary>Most classes of a label.</summary>
    public const int MostClasses = 1_000;

    private readonly LabelPlan _plan;
    private ExactMoments _numbers = new();
    private TextCounts _classes = new();
    private double[] _scratch = [];

    /// <summary>A fit of no rows.</summary>
    public LabelFit(LabelPlan plan) => _plan = plan;

    /// <summary>Marks rows of the batch that have no label.</summary>
    public static void MarkMissing(LabelPlan plan, IArrowArray array, Span<bool> missing)
    {
        Span<byte> scratch = stackalloc byte[CategoryReader.ScratchBytes];
        if (plan.Kind != LabelKind.Regression)
        {
            var reader = new CategoryReader(array, scratch);
            for (var row = 0; row < missing.Length; row++)
            {
                missing[row] |= !reader.TryRead(row, out _);
            }

            return;
        }

        var number = new double[missing.Length];
        NumberReader.Read(array, RowNumbers.First(missing.Length), number);
        for (var row = 0; row < missing.Length; row++)
        {
            missing[row] |= double.IsNaN(number[row]);
        }
    }

    /// <summary>Adds training rows, all of which have a label.</summary>
    public void Add(IArrowArray array, ReadOnlySpan<int> rows)
    {
        if (_plan.Kind == LabelKind.Regression)
        {
            if (_scratch.Length < rows.Length)
            {
                _scratch = new double[rows.Length];
            }

            NumberReader.Read(array, rows, _scratch);
            _numbers.Add(_scratch.AsSpan(0, rows.Length));
            return;
        }

        var reader = new CategoryReader(array, stackalloc byte[CategoryReader.ScratchBytes]);
        foreach (var row in rows)
        {
            if (reader.TryRead(row, out var category))
            {
                _classes.Add(category);
            }
        }
    }

    public void Merge(LabelFit other)
    {
        _numbers.Merge(other._numbers);
        _classes.Merge(other._classes);
    }

    public void Write(StateWriter writer)
    {
        _numbers.Write(writer);
        _classes.Write(writer);
    }

    public void Read(ref StateReader reader)
    {
        _numbers = ExactMoments.Read(ref reader);
        _classes = TextCounts.Read(ref reader);
    }

    /// <summary>The label as the model keeps it.</summary>
    /// <exception cref="FeatureFitException">It cannot be learned.</exception>
    public LabelLayout Finish(long rows)
    {
        var name = _plan.Column.Name;
        if (_plan.Kind == LabelKind.Regression)
        {
            return _numbers.Least == _numbers.Greatest
                ? throw OneValue(name, rows)
                : new LabelLayout { Name = name, Kind = _plan.Kind, Classes = [], ClassCounts = [], Mean = _numbers.Mean, Deviation = DeviationOf(_numbers) };
        }

        var most = _plan.Kind == LabelKind.Binary ? 2 : MostClasses;
        if (_classes.TooMany || _classes.Distinct > most)
        {
            throw new FeatureFitException(FeatureFitFault.TooManyClasses, name, rows, $"label {name} has {(_classes.TooMany ? $"over {TextCounts.DefaultLimit}" : _classes.Distinct)} classes in "
                + $"{rows} training rows; {(_plan.Kind == LabelKind.Binary ? "a binary label has 2: is the task multiclass?" : $"at most {MostClasses} can be learned: is the task regression?")}");
        }

        var classes = _classes.ToSorted();
        return classes.Length == 1
            ? throw OneValue(name, rows)
            : new LabelLayout
            {
                Name = name,
                Kind = _plan.Kind,
                Classes = [.. classes.Select(each => Encoding.UTF8.GetString(each.Value))],
                ClassCounts = [.. classes.Select(each => each.Count)],
                Mean = 0,
                Deviation = 1,
            };
    }

    private static double DeviationOf(ExactMoments numbers)
    {
        // Labels whose squares overflow, or that differ by less than a deviation can show, are scaled by their range.
        var deviation = numbers.Deviation;
        return deviation > 0 ? deviation : (numbers.Greatest / 2) - (numbers.Least / 2) is > 0 and var half ? half : 1;
    }

    private static FeatureFitException OneValue(string name, long rows) => new(
        FeatureFitFault.LabelHasOneValue, name, rows, $"label {name} has one and the same value in all {rows} training rows: nothing can be learned from it; look at the rules and the split");
}
