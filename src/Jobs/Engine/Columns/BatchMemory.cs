using System.Collections.Concurrent;
using Apache.Arrow;

namespace Millrace.Jobs.Engine.Columns;

/// <summary>The builders of one batch. Lent to one batch at a time; disposing gives it back to the pool it came from.</summary>
internal sealed class BatchMemory(IReadOnlyList<ColumnBuilder> builders, ConcurrentBag<BatchMemory> pool) : IDisposable
{
    private int _lent;

    /// <summary>A builder for each column.</summary>
    public IReadOnlyList<ColumnBuilder> Builders { get; } = builders;

    /// <summary>Takes one from the pool, or makes one.</summary>
    public static BatchMemory Rent(ConcurrentBag<BatchMemory> pool, Func<IReadOnlyList<ColumnBuilder>> make)
    {
        var memory = pool.TryTake(out var free) ? free : new BatchMemory(make(), pool);
        memory._lent = 1;
        return memory;
    }

    /// <summary>A batch over the builders' memory.</summary>
    public RecordBatch Build(IReadOnlyList<string> names, int rows)
    {
        var fields = new Field[Builders.Count];
        var arrays = new IArrowArray[Builders.Count];
        for (var i = 0; i < arrays.Length; i++)
        {
            var data = Builders[i].Build();
            fields[i] = new Field(names[i], data.DataType, nullable: true);
            arrays[i] = ArrowArrayFactory.BuildArray(data);
        }

        return new RecordBatch(new Schema(fields, null), arrays, rows);
    }

    /// <summary>Clears the builders and gives them back; a second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _lent, 0) == 1)
        {
            foreach (var builder in Builders)
            {
                builder.Clear();
            }

            pool.Add(this);
        }
    }
}
