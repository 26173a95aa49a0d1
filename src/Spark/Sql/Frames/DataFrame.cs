using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Spark.Connect;
using Millrace.Spark.Sql.Arrow;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <summary>
/// A query that has not run: rows with named columns. Immutable and thread-safe; members that give a <see cref="DataFrame"/> only
/// describe a further step, members that end in <c>Async</c> or stand in <c>DataFrame.Blocking.cs</c> ask the server.
/// </summary>
public sealed partial class DataFrame
{
    private readonly long _planId;
    private StructType? _schema;

    internal DataFrame(SparkSession session, Protos.Relation relation, StructType? schema = null)
    {
        Session = session;
        _schema = schema;
        _planId = session.Client.NextPlanId();
        relation.Common ??= new Protos.RelationCommon();
        relation.Common.PlanId = _planId;
        Relation = relation;
    }

    /// <summary>The session to which this belongs.</summary>
    public SparkSession SparkSession => Session;

    internal SparkSession Session { get; }

    internal Protos.Relation Relation { get; }

    /// <summary>A column of this.</summary>
    public Column this[string columnName] => Col(columnName);

    /// <summary>The columns' names and types; asked once.</summary>
    /// <exception cref="AnalysisException">The plan does not fit.</exception>
    public async Task<StructType> SchemaAsync(CancellationToken cancellationToken) =>
        _schema ??= ProtoTypes.ReadStruct((await AnalyzeAsync(new() { Schema = new() { Plan = Plan() } }, cancellationToken)).Schema.Schema_);

    /// <summary>Runs the query and gives its result as Arrow, batch by batch while it arrives. Stopping early interrupts the query.</summary>
    /// <returns>Batches that belong to the receiver; empty ones are left out.</returns>
    public async IAsyncEnumerable<RecordBatch> ToArrowStream([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using ResultReader reader = Session.Read(Plan());
        await foreach (RecordBatch batch in reader.ReadBatchesAsync(cancellationToken))
        {
            yield return batch;
        }

        _schema ??= reader.Schema is null ? null : ProtoTypes.ReadStruct(reader.Schema);
        Session.Observed(reader.Observed);
    }

    /// <summary>Runs the query and gives its rows while they arrive.</summary>
    public async IAsyncEnumerable<Row> ToRowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using ResultReader reader = Session.Read(Plan());
        StructType? schema = null;
        await foreach (RecordBatch batch in reader.ReadBatchesAsync(cancellationToken))
        {
            schema ??= reader.Schema is not null ? ProtoTypes.ReadStruct(reader.Schema) : await SchemaAsync(cancellationToken);
            foreach (Row row in ArrowReader.ReadRows(batch, schema))
            {
                yield return row;
            }
        }

        Session.Observed(reader.Observed);
    }

    /// <summary>
    /// Runs the query and gives its rows as records: a public constructor of <typeparamref name="T"/> whose parameters name columns
    /// (case and underscores aside), else settable properties; a simple type takes the only column.
    /// </summary>
    /// <exception cref="InvalidOperationException">A parameter names no column.</exception>
    public async IAsyncEnumerable<T> ToRecordsAsync<T>([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Func<Row, T>? map = null;
        await foreach (Row row in ToRowsAsync(cancellationToken))
        {
            map ??= RecordMapper.Create<T>(row.Schema);
            yield return map(row);
        }
    }

    /// <summary>Runs the query and gives all its rows.</summary>
    public async Task<IReadOnlyList<Row>> CollectAsync(CancellationToken cancellationToken)
    {
        var rows = new List<Row>();
        await foreach (Row row in ToRowsAsync(cancellationToken))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The first rows.</summary>
    public Task<IReadOnlyList<Row>> TakeAsync(int n, CancellationToken cancellationToken) => Limit(n).CollectAsync(cancellationToken);

    /// <summary>The last rows.</summary>
    public Task<IReadOnlyList<Row>> TailAsync(int n, CancellationToken cancellationToken) =>
        With(new() { Tail = new() { Input = Relation, Limit = n } }).CollectAsync(cancellationToken);

    /// <summary>The first row; <see langword="null"/> if there is none.</summary>
    public async Task<Row?> FirstAsync(CancellationToken cancellationToken) => await TakeAsync(1, cancellationToken) is [var first, ..] ? first : null;

    /// <summary>The number of rows.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken) =>
        (await GroupBy().Count().FirstAsync(cancellationToken))!.GetAs<long>(0);

    /// <summary>Whether there are no rows.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) =>
        (await Select().TakeAsync(1, cancellationToken)).Count == 0;

    /// <summary>The first rows as a table of text.</summary>
    /// <param name="numRows">How many rows.</param>
    /// <param name="truncate">Longest text of a cell, characters; 0: whole.</param>
    /// <param name="vertical">A line a value instead of a line a row.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<string> ShowStringAsync(int numRows, int truncate, bool vertical, CancellationToken cancellationToken)
    {
        DataFrame text = With(new() { ShowString = new() { Input = Relation, NumRows = numRows, Truncate = truncate, Vertical = vertical } });
        return (await text.FirstAsync(cancellationToken))!.GetAs<string>(0);
    }

    /// <summary>Spark's plan as text.</summary>
    /// <param name="mode"><c>simple</c>, <c>extended</c>, <c>codegen</c>, <c>cost</c> or <c>formatted</c>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<string> ExplainStringAsync(string mode, CancellationToken cancellationToken) =>
        (await AnalyzeAsync(new() { Explain = new() { Plan = Plan(), ExplainMode = ExplainModeOf(mode) } }, cancellationToken)).Explain.ExplainString;

    /// <summary>The schema as a tree of text, to a depth; 0 or less: whole.</summary>
    public async Task<string> TreeStringAsync(int level, CancellationToken cancellationToken)
    {
        var request = new Protos.AnalyzePlanRequest.Types.TreeString { Plan = Plan() };
        if (level > 0)
        {
            request.Level = level;
        }

        return (await AnalyzeAsync(new() { TreeString = request }, cancellationToken)).TreeString.TreeString_;
    }

    /// <summary>Whether the rows can be had without running tasks.</summary>
    public async Task<bool> IsLocalAsync(CancellationToken cancellationToken) =>
        (await AnalyzeAsync(new() { IsLocal = new() { Plan = Plan() } }, cancellationToken)).IsLocal.IsLocal_;

    /// <summary>Whether this reads a stream.</summary>
    public async Task<bool> IsStreamingAsync(CancellationToken cancellationToken) =>
        (await AnalyzeAsync(new() { IsStreaming = new() { Plan = Plan() } }, cancellationToken)).IsStreaming.IsStreaming_;

    /// <summary>The files that this reads.</summary>
    public async Task<IReadOnlyList<string>> InputFilesAsync(CancellationToken cancellationToken) =>
        (await AnalyzeAsync(new() { InputFiles = new() { Plan = Plan() } }, cancellationToken)).InputFiles.Files;

    /// <summary>Whether both plans give the same result, as far as Spark can tell from the plans.</summary>
    public async Task<bool> SameSemanticsAsync(DataFrame other, CancellationToken cancellationToken) =>
        (await AnalyzeAsync(new() { SameSemantics = new() { TargetPlan = Plan(), OtherPlan = other.Plan() } }, cancellationToken)).SameSemantics.Result;

    /// <summary>A hash that is equal for plans with equal semantics.</summary>
    public async Task<int> SemanticHashAsync(CancellationToken cancellationToken) =>
        (await AnalyzeAsync(new() { SemanticHash = new() { Plan = Plan() } }, cancellationToken)).SemanticHash.Result;

    /// <summary>Lets Spark keep the rows when they are computed first.</summary>
    public async Task<DataFrame> PersistAsync(StorageLevel storageLevel, CancellationToken cancellationToken)
    {
        await AnalyzeAsync(new() { Persist = new() { Relation = Relation, StorageLevel = storageLevel.ToProto() } }, cancellationToken);
        return this;
    }

    /// <summary>Lets Spark drop kept rows.</summary>
    public async Task<DataFrame> UnpersistAsync(bool blocking, CancellationToken cancellationToken)
    {
        await AnalyzeAsync(new() { Unpersist = new() { Relation = Relation, Blocking = blocking } }, cancellationToken);
        return this;
    }

    /// <summary>How Spark keeps the rows.</summary>
    public async Task<StorageLevel> StorageLevelAsync(CancellationToken cancellationToken) =>
        Sql.StorageLevel.From((await AnalyzeAsync(new() { GetStorageLevel = new() { Relation = Relation } }, cancellationToken)).GetStorageLevel.StorageLevel);

    /// <summary>The rows cut off from how they came about, in the checkpoint folder or (local) on the executors.</summary>
    public async Task<DataFrame> CheckpointAsync(bool local, bool eager, CancellationToken cancellationToken)
    {
        var results = await Session.ExecuteAsync(
            new() { CheckpointCommand = new() { Relation = Relation, Local = local, Eager = eager } }, cancellationToken);
        return With(new() { CachedRemoteRelation = results.Single(static r => r.CheckpointCommandResult is not null).CheckpointCommandResult.Relation });
    }

    /// <summary>Names the query as a view of this session, or of all sessions.</summary>
    public Task CreateViewAsync(string viewName, bool global, bool replace, CancellationToken cancellationToken) => Session.ExecuteAsync(
        new() { CreateDataframeView = new() { Input = Relation, Name = viewName, IsGlobal = global, Replace = replace } }, cancellationToken);

    internal Protos.Plan Plan() => new() { Root = Relation };

    internal DataFrame With(Protos.Relation relation) => new(Session, relation);

    private Task<Protos.AnalyzePlanResponse> AnalyzeAsync(Protos.AnalyzePlanRequest request, CancellationToken cancellationToken) =>
        Session.Client.AnalyzeAsync(request, cancellationToken);

    private static Protos.AnalyzePlanRequest.Types.Explain.Types.ExplainMode ExplainModeOf(string mode) => mode switch
    {
        "simple" => Protos.AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Simple,
        "extended" => Protos.AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Extended,
        "codegen" => Protos.AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Codegen,
        "cost" => Protos.AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Cost,
        "formatted" => Protos.AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Formatted,
        _ => throw new ArgumentException("The mode is simple, extended, codegen, cost or formatted.", nameof(mode)),
    };
}
