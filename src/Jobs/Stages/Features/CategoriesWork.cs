using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Splitting;
using Millrace.Jobs.Places;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Stages.Rows;

namespace Millrace.Jobs.Stages.Features;

/// <summary>
/// Counts the categories of training rows into Parquet files, a kind of file a column, as work on shares. A category may stand in a file many times; who adds the counts up has them exactly.
/// Immutable and thread-safe.
/// </summary>
internal sealed class CategoriesWork : IRowWork<CategoriesStatistics>
{
    /// <summary>The name under which executors know the work.</summary>
    public const string WorkName = "categories";

    private readonly CategoriesSettings _settings;
    private readonly Splitter _splitter;
    private readonly FeaturePlan _plan;

    /// <summary>The work that the settings say.</summary>
    public CategoriesWork(CategoriesSettings settings)
    {
        _settings = settings;
        var job = settings.Learning.ReadJob();
        _splitter = Splitter.Create(job.Split, RelationPlan.ContractOf(job));
        _plan = FeaturePlans.Of(job);
    }

    /// <inheritdoc/>
    public string Name => WorkName;

    /// <inheritdoc/>
    public JsonElement Settings => JsonSerializer.SerializeToElement(_settings);

    /// <inheritdoc/>
    public IReadOnlyList<string>? Columns => null;

    /// <summary>The kind of file that holds the counts of a column.</summary>
    public static string KindOf(int column) => string.Create(CultureInfo.InvariantCulture, $"categories-{column}");

    /// <inheritdoc/>
    public async Task<CategoriesStatistics> RunAsync(RowShare share, CancellationToken cancellationToken)
    {
        var values = new long[_settings.Columns.Count];
        var outputs = values.Select((_, column) => new RotatingOutput(share, KindOf(column), "counts")).ToArray();
        try
        {
            var counter = new CategoryCounter(_plan, _settings.Columns);
            while (share.Rows.Read(cancellationToken) is { } scanned)
            {
                using (scanned)
                {
                    await WriteAsync(counter.Add(scanned.Rows, PartAssignment.Of(_splitter, share.Role, scanned.Rows)), outputs, values, cancellationToken);
                    share.Progressed(scanned.Rows.Length);
                }
            }

            await WriteAsync(counter.Finish(), outputs, values, cancellationToken);
            foreach (var output in outputs)
            {
                await output.CompleteAsync(cancellationToken);
            }

            return new CategoriesStatistics(values);
        }
        finally
        {
            foreach (var output in outputs)
            {
                await output.DisposeAsync();
            }
        }
    }

    /// <inheritdoc/>
    public CategoriesStatistics Merge(CategoriesStatistics left, CategoriesStatistics right) => new([.. left.Values.Zip(right.Values, static (a, b) => a + b)]);

    /// <inheritdoc/>
    public CategoriesStatistics Empty() => new(new long[_settings.Columns.Count]);

    /// <inheritdoc/>
    public byte[] Write(CategoriesStatistics statistics) => JsonSerializer.SerializeToUtf8Bytes(statistics);

    /// <inheritdoc/>
    public CategoriesStatistics Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<CategoriesStatistics>(bytes)!;

    private static async Task WriteAsync(
        IEnumerable<(int Column, RecordBatch Counts)> counted, RotatingOutput[] outputs, long[] values, CancellationToken cancellationToken)
    {
        foreach (var (column, counts) in counted)
        {
            values[column] += Total((Int64Array)counts.Column(1));
            await outputs[column].TakeAsync(counts, cancellationToken);
        }
    }

    private static long Total(Int64Array rows)
    {
        var total = 0L;
        foreach (var count in rows.Values)
        {
            total += count;
        }

        return total;
    }
}
