using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <content>Members that wait, as Microsoft.Spark's users know them; each is its asynchronous counterpart, waited for.</content>
public sealed partial class DataFrame
{
    /// <inheritdoc cref="SchemaAsync"/>
    public StructType Schema() => SchemaAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Prints the schema as a tree.</summary>
    public void PrintSchema() => PrintSchema(0);

    /// <summary>Prints the schema as a tree to a depth; 0 or less: whole.</summary>
    public void PrintSchema(int level) => Console.WriteLine(TreeStringAsync(level, CancellationToken.None).GetAwaiter().GetResult());

    /// <summary>Prints Spark's plan; extended with its logical forms.</summary>
    public void Explain(bool extended = false) => Explain(extended ? "extended" : "simple");

    /// <summary>Prints Spark's plan; see <see cref="ExplainStringAsync"/>.</summary>
    public void Explain(string mode) => Console.WriteLine(ExplainStringAsync(mode, CancellationToken.None).GetAwaiter().GetResult());

    /// <summary>Names and types of the columns.</summary>
    public IEnumerable<Tuple<string, string>> DTypes() => Schema().Fields.Select(static f => Tuple.Create(f.Name, f.DataType.SimpleString));

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns() => [.. Schema().Fields.Select(static f => f.Name)];

    /// <inheritdoc cref="IsLocalAsync"/>
    public bool IsLocal() => IsLocalAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="IsEmptyAsync"/>
    public bool IsEmpty() => IsEmptyAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="IsStreamingAsync"/>
    public bool IsStreaming() => IsStreamingAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>The rows in the checkpoint folder, cut off from how they came about.</summary>
    public DataFrame Checkpoint(bool eager = true) => CheckpointAsync(local: false, eager, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>The rows on the executors, cut off from how they came about.</summary>
    public DataFrame LocalCheckpoint(bool eager = true) => CheckpointAsync(local: true, eager, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Prints the first rows as a table.</summary>
    public void Show(int numRows = 20, int truncate = 20, bool vertical = false) =>
        Console.WriteLine(ShowStringAsync(numRows, truncate, vertical, CancellationToken.None).GetAwaiter().GetResult());

    /// <summary>The first rows.</summary>
    public IEnumerable<Row> Head(int n) => Take(n);

    /// <summary>The first row.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Row Head() => First();

    /// <summary>The first row.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Row First() => FirstAsync(CancellationToken.None).GetAwaiter().GetResult() ?? throw new InvalidOperationException("There are no rows.");

    /// <inheritdoc cref="TakeAsync"/>
    public IEnumerable<Row> Take(int n) => TakeAsync(n, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="TailAsync"/>
    public IEnumerable<Row> Tail(int n) => TailAsync(n, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="CollectAsync"/>
    public IEnumerable<Row> Collect() => CollectAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>The rows while they arrive.</summary>
    public IEnumerable<Row> ToLocalIterator() => ToRowsAsync(CancellationToken.None).ToBlockingEnumerable();

    /// <summary>The rows while they arrive; Connect's server always computes ahead, as far as its buffers go.</summary>
    public IEnumerable<Row> ToLocalIterator(bool prefetchPartitions) => ToLocalIterator();

    /// <inheritdoc cref="CountAsync"/>
    public long Count() => CountAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Lets Spark keep the rows in memory and on disk.</summary>
    public DataFrame Persist() => Persist(Sql.StorageLevel.MEMORY_AND_DISK);

    /// <inheritdoc cref="PersistAsync"/>
    public DataFrame Persist(StorageLevel storageLevel) => PersistAsync(storageLevel, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="Persist()"/>
    public DataFrame Cache() => Persist();

    /// <inheritdoc cref="StorageLevelAsync"/>
    public StorageLevel StorageLevel() => StorageLevelAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="UnpersistAsync"/>
    public DataFrame Unpersist(bool blocking = false) => UnpersistAsync(blocking, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Names the query as a view of this session; the name must be free.</summary>
    public void CreateTempView(string viewName) => CreateViewAsync(viewName, false, false, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Names the query as a view of this session.</summary>
    public void CreateOrReplaceTempView(string viewName) => CreateViewAsync(viewName, false, true, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Names the query as a view of all sessions; the name must be free.</summary>
    public void CreateGlobalTempView(string viewName) => CreateViewAsync(viewName, true, false, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Names the query as a view of all sessions.</summary>
    public void CreateOrReplaceGlobalTempView(string viewName) => CreateViewAsync(viewName, true, true, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="InputFilesAsync"/>
    public IEnumerable<string> InputFiles() => InputFilesAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="SameSemanticsAsync"/>
    public bool SameSemantics(DataFrame other) => SameSemanticsAsync(other, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="SemanticHashAsync"/>
    public int SemanticHash() => SemanticHashAsync(CancellationToken.None).GetAwaiter().GetResult();
}
