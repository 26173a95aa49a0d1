using Apache.Arrow;
using Millrace.Features.Encoders.Labels;
using Millrace.Features.Splitting;

namespace Millrace.Features.Encoders;

/// <summary>Chooses the rows that encoders are fitted on: of the training part, with every label and a legal weight. For one thread at a time.</summary>
internal sealed class TrainingRows(FeaturePlan plan)
{
    private int[] _rows = [];

    /// <summary>Training rows so far that had no label or no legal weight.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Chosen rows so far whose weight is not zero.</summary>
    public long Weighing { get; private set; }

    /// <summary>Counts so many rows too, that were seen elsewhere.</summary>
    public void Count(long leftOut, long weighing)
    {
        LeftOut += leftOut;
        Weighing += weighing;
    }

    /// <summary>The chosen rows of a clean batch (borrowed), valid until the next call.</summary>
    /// <exception cref="FeatureFitException">A column is missing or of another type.</exception>
    public ReadOnlyMemory<int> Choose(RecordBatch clean, ReadOnlySpan<SplitPart> parts)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(parts.Length, clean.Length);
        var leftOut = new bool[clean.Length];
        foreach (var label in plan.Labels)
        {
            LabelFit.MarkMissing(label, CleanColumns.Get(clean, label.Column.Name, label.Column.Type), leftOut);
        }

        var weights = plan.Spec.Weight is { } name
            ? WeightColumn.Read(CleanColumns.Get(clean, name, plan.Contract.Columns.First(column => column.Name == name).Type), clean.Length)
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
                LeftOut++;
                continue;
            }

            Weighing += weights is null || weights[row] > 0 ? 1 : 0;
            _rows[count++] = row;
        }

        return _rows.AsMemory(0, count);
    }
}
