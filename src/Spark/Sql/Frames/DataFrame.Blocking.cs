using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <content>Members that wait, as Microsoft.Spark's users know them; each is its asynchronous counterpart, waited for.</content>
public sealed partial class DataFrame
{
    /// <inheritdoc cref="SchemaAsync"/>
    public StructType Schema() => Block.On(() => SchemaAsync(CancellationToken.None));

    /// <summary>Prints the schema as a tree.</summary>
    public void PrintSchema() => PrintSchema(0);

    /// <summary>Prints the schema as a tree to a depth; 0 or less: whole.</summary>
    public void PrintSchema(int level) => Console.WriteLine(Block.On(() => TreeStringAsync(level, CancellationToken.None)));

    /// <summary>Prints Spark's plan; extended with its logical forms.</summary>
    public void Explain(bool extended = false) => Explain(extended ? "extended" : "simple");

    /// <summary>Prints Spark's plan; see <see cref="ExplainStringAsync"/>.</summary>
    public void Explain(string mode) => Console.WriteLine(Block.On(() => ExplainStringAsync(mode, CancellationToken.None)));

    /// <summary>Names and types of the columns.</summary>
    public IEnumerable<Tuple<string, string>> DTypes() => Schema().Fields.Select(static f => Tuple.Create(f.Name, f.DataType.SimpleString));

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns() => [.. Schema().Fields.Select(static f => f.Name)];

    /// <inheritdoc cref="IsLocalAsync"/>
    public bool IsLocal() => Block.On(() => IsLocalAsync(CancellationToken.None));

    /// <inheritdoc cref="IsEmptyAsync"/>
    public bool IsEmpty() => Block.On(() => IsEmptyAsync(CancellationToken.None));

    /// <inheritdoc cref="IsStreamingAsync"/>
    public bool IsStreaming() => Block.On(() => IsStreamingAsync(CancellationToken.None));

    /// <summary>The rows in the checkpoint folder, cut off from how they came about.</summary>
    public DataFrame Checkpoint(bool eager = true) => Block.On(() => CheckpointAsync(local: false, eager, CancellationToken.None));

    /// <summary>The rows on the executors, cut off from how they came about.</summary>
    public DataFrame LocalCheckpoint(bool eager = true) => Block.On(() => CheckpointAsync(local: true, eager, CancellationToken.None));

    /// <summary>Prints the first rows as a table.</summary>
    public void Show(int numRows = 20, int truncate = 20, bool vertical = false) =>
        Console.WriteLine(Block.On(() => ShowStringAsync(numRows, truncate, vertical, CancellationToken.None)));

    /// <summary>The first rows.</summary>
    public IEnumerable<Row> Head(int n) => Take(n);

    /// <summary>The first row.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Row Head() => First();

    /// <summary>The first row.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Row First() => Block.On(() => FirstAsync(CancellationToken.None)) ?? throw new InvalidOperationException("There are no rows.");

    /// <inheritdoc cref="TakeAsync"/>
    public IEnumerable<Row> Take(int n) => Block.On(() => TakeAsync(n, CancellationToken.None));

    /// <inheritdoc cref="TailAsync"/>
    public IEnumerable<Row> Tail(int n) => Block.On(() => TailAsync(n, CancellationToken.None));

    /// <inheritdoc cref="CollectAsync"/>
    public IEnumerable<Row> Collect() => Block.On(() => CollectAsync(CancellationToken.None));

    /// <summary>The rows while they arrive.</summary>
    public IEnumerable<Row> ToLocalIterator() => Block.Enumerate(ToRowsAsync(CancellationToken.None));

    /// <summary>The rows while they arrive; Connect's server always computes ahead, as far as its buffers go.</summary>
    public IEnumerable<Row> ToLocalIterator(bool prefetchPartitions) => ToLocalIterator();

    /// <inheritdoc cref="CountAsync"/>
    public long Count() => Block.On(() => CountAsync(CancellationToken.None));

    /// <summary>Lets Spark keep the rows in memory and on disk.</summary>
    public DataFrame Persist() => Persist(Sql.StorageLevel.MEMORY_AND_DISK);

    /// <inheritdoc cref="PersistAsync"/>
    public DataFrame Persist(StorageLevel storageLevel) => Block.On(() => PersistAsync(storageLevel, CancellationToken.None));

    /// <inheritdoc cref="Persist()"/>
    public DataFrame Cache() => Persist();

    /// <inheritdoc cref="StorageLevelAsync"/>
    public StorageLevel StorageLevel() => Block.On(() => StorageLevelAsync(CancellationToken.None));

    /// <inheritdoc cref="UnpersistAsync"/>
    public DataFrame Unpersist(bool blocking = false) => Block.On(() => UnpersistAsync(blocking, CancellationToken.None));

    /// <summary>Names the query as a view of this session; the name must be free.</summary>
    public void CreateTempView(string viewName) => Block.On(() => CreateViewAsync(viewName, false, false, CancellationToken.None));

    /// <summary>Names the query as a view of this session.</summary>
    public void CreateOrReplaceTempView(string viewName) => Block.On(() => CreateViewAsync(viewName, false, true, CancellationToken.None));

    /// <summary>Names the query as a view of all sessions; the name must be free.</summary>
    public void CreateGlobalTempView(string viewName) => Block.On(() => CreateViewAsync(viewName, true, false, CancellationToken.None));

    /// <summary>Names the query as a view of all sessions.</summary>
    public void CreateOrReplaceGlobalTempView(string viewName) => Block.On(() => CreateViewAsync(viewName, true, true, CancellationToken.None));

    /// <inheritdoc cref="InputFilesAsync"/>
    public IEnumerable<string> InputFiles() => Block.On(() => InputFilesAsync(CancellationToken.None));

    /// <inheritdoc cref="SameSemanticsAsync"/>
    public bool SameSemantics(DataFrame other) => Block.On(() => SameSemanticsAsync(other, CancellationToken.None));

    /// <inheritdoc cref="SemanticHashAsync"/>
    public int SemanticHash() => Block.On(() => SemanticHashAsync(CancellationToken.None));
}
