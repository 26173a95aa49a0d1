using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Splitting;
using Millrace.Features.Statistics;

namespace Millrace.Features.Encoders.Categories;

/// <summary>
/// Counts categories of the training rows in as much memory as it is given: counts are handed out when they fill it, so that one category may be handed out many
/// times, and an engine adds them up. For one thread at a time.
/// </summary>
public sealed class CategoryCounter
{
    /// <summary>Most distinct categories of a column that are held.</summary>
    private const int HeldCategories = 65_536;

    private readonly FeaturePlan _plan;
    private readonly ColumnPlan[] _columns;
    private readonly TrainingRows _training;
    private readonly TextCounts[] _counts;

    /// <summary>A counter of nothing.</summary>
    /// <param name="plan">The plan whose training rows are meant.</param>
    /// <param name="columns">Names of input columns of the plan.</param>
    public CategoryCounter(FeaturePlan plan, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(columns);
        _plan = plan;
        _columns = [.. columns.Select(name => plan.Inputs.First(input => input.Column.Name == name))];
        _training = new TrainingRows(plan);
        _counts = [.. columns.Select(_ => NewCounts())];
    }

    /// <summary>Layout of the counts: <c>category</c> and in how many <c>rows</c> it occurs.</summary>
    public static Schema CountSchema { get; } = new(
        [new Field("category", StringType.Default, nullable: false), new Field("rows", Int64Type.Default, nullable: false)],
        metadata: null);

    /// <summary>Counts the training rows of a clean batch and gives what has to be handed out for it: the column's number in the order given, and its counts, which belong to the receiver.</summary>
    /// <param name="clean">Rows in the clean layout; borrowed until all counts are taken.</param>
    /// <param name="parts">The rows' parts; as long as the batch.</param>
    /// <exception cref="FeatureFitException">A column is missing or of another type.</exception>
    public IEnumerable<(int Column, RecordBatch Counts)> Add(RecordBatch clean, SplitPart[] parts)
    {
        ArgumentNullException.ThrowIfNull(clean);
        var rows = _training.Choose(clean, parts);
        for (var i = 0; i < _columns.Length; i++)
        {
            var array = CleanColumns.Get(clean, _columns[i].Column.Name, _columns[i].Column.Type);
            for (var done = 0; done < rows.Length;)
            {
                done += AddUntilFull(_counts[i], array, rows.Span[done..]);
                if (done < rows.Length)
                {
                    yield return (i, Take(i));
                }
            }
        }
    }

    /// <summary>What is left of every column that has any.</summary>
    public IEnumerable<(int Column, RecordBatch Counts)> Finish()
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_counts[i].Distinct > 0)
            {
                yield return (i, Take(i));
            }
        }
    }

    private static TextCounts NewCounts() => new(HeldCategories, byteLimit: int.MaxValue);

    /// <summary>Counts rows as long as there is room; gives how many it took.</summary>
    private static int AddUntilFull(TextCounts counts, IArrowArray array, ReadOnlySpan<int> rows)
    {
        var reader = new CategoryReader(array, stackalloc byte[CategoryReader.ScratchBytes]);
        for (var i = 0; i < rows.Length; i++)
        {
            if (counts.Distinct == HeldCategories || counts.TextBytes >= TextCounts.ByteLimit)
            {
                return i;
            }

            if (reader.TryRead(rows[i], out var category))
            {
                counts.Add(category);
            }
        }

        return rows.Length;
    }

    private RecordBatch Take(int column)
    {
        var counts = _counts[column];
        _counts[column] = NewCounts();
        var categories = new StringArray.Builder();
        var rows = new Int64Array.Builder();
        for (var i = 0; i < counts.Distinct; i++)
        {
            categories.Append(counts.TextAt(i));
            rows.Append(counts.CountAt(i));
        }

        return new RecordBatch(CountSchema, [categories.Build(), rows.Build()], counts.Distinct);
    }
}
