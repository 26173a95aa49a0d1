using System.Collections.Concurrent;
using System.Security.Cryptography;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Millrace.Spark.Connect;
using Millrace.Spark.Server;
using Millrace.Spark.Sql.Arrow;
using Millrace.Spark.Sql.Streaming;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <summary>
/// A session on a Spark Connect server: settings, temporary views and running queries of its own. Thread-safe. Dispose releases it
/// on the server, and stops the server if this session started it.
/// </summary>
public sealed partial class SparkSession : IAsyncDisposable, IDisposable
{
    private static readonly StructType NumberColumns = new([new StructField("id", new LongType(), isNullable: false)]);
    private readonly ConcurrentDictionary<string, Row> _observed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _tags = new(StringComparer.Ordinal);
    private readonly SparkServer? _server;
    private readonly IProgress<OperationProgress>? _progress;
    private int _disposed;

    internal SparkSession(ConnectClient client, SparkServer? server, IProgress<OperationProgress>? progress)
    {
        Client = client;
        _server = server;
        _progress = progress;
        Catalog = new Catalog.Catalog(this);
    }

    /// <summary>Databases, tables and functions.</summary>
    public Catalog.Catalog Catalog { get; }

    /// <summary>The session's id.</summary>
    public string SessionId => Client.SessionId;

    internal ConnectClient Client { get; }

    /// <summary>Connects to a server.</summary>
    /// <param name="url">As <c>sc://host:port/;token=…</c>.</param>
    /// <param name="options">Limits; <see langword="null"/>: the defaults.</param>
    /// <param name="logger">Where messages go; <see langword="null"/>: nowhere.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <exception cref="FormatException">The address is malformed.</exception>
    /// <exception cref="SparkException">The server refused or could not be reached.</exception>
    public static async Task<SparkSession> ConnectAsync(string url, ConnectOptions? options, ILogger? logger, CancellationToken cancellationToken) =>
        new(await ConnectClient.OpenAsync(ConnectAddress.Parse(url), options ?? new ConnectOptions(), logger, cancellationToken), null, null);

    /// <summary>The session's settings.</summary>
    public RuntimeConfig Conf() => new(Client);

    /// <summary>The session's running stream queries.</summary>
    public StreamingQueryManager Streams() => new(this);

    /// <summary>The server's version.</summary>
    public string Version() => Client.ServerVersion;

    /// <summary>Reads files and tables.</summary>
    public DataFrameReader Read() => new(this);

    /// <summary>Reads streams.</summary>
    public DataStreamReader ReadStream() => new(this);

    /// <summary>A table or view.</summary>
    public DataFrame Table(string tableName) => Read().Table(tableName);

    /// <summary>The numbers from 0 to below <paramref name="end"/> in the column <c>id</c>.</summary>
    public DataFrame Range(long end) => Range(0, end);

    /// <summary>The numbers from a first to below a last in the column <c>id</c>.</summary>
    public DataFrame Range(long start, long end) => Range(start, end, 1);

    /// <summary>Every so-manyth number from a first to below a last in the column <c>id</c>.</summary>
    public DataFrame Range(long start, long end, long step) => Numbers(new() { Start = start, End = end, Step = step });

    /// <summary>As <see cref="Range(long, long, long)"/>, in a number of partitions.</summary>
    public DataFrame Range(long start, long end, long step, int numPartitions) =>
        Numbers(new() { Start = start, End = end, Step = step, NumPartitions = numPartitions });

    /// <summary>The functions that give tables, by name.</summary>
    public TableValuedFunction Tvf() => new(this);

    /// <summary>The rows of a function that gives a table, as <c>explode</c> or <c>range</c>; with columns, for a lateral join.</summary>
    public DataFrame TableFunction(string name, params Column[] arguments)
    {
        var call = new Protos.UnresolvedTableValuedFunction { FunctionName = name };
        call.Arguments.AddRange(arguments.Select(static c => c.Expression));
        return new(this, new() { UnresolvedTableValuedFunction = call });
    }

    /// <summary>Runs SQL: a command at once, a query when its result is asked for.</summary>
    /// <exception cref="ParseException">The text is no SQL.</exception>
    /// <exception cref="AnalysisException">It names what is not there.</exception>
    public async Task<DataFrame> SqlAsync(string sqlText, CancellationToken cancellationToken) => await SqlAsync(sqlText, null, cancellationToken);

    /// <summary>Runs SQL with values for its named parameters (<c>:name</c>).</summary>
    public async Task<DataFrame> SqlAsync(string sqlText, IReadOnlyDictionary<string, object?>? arguments, CancellationToken cancellationToken)
    {
        var query = new Protos.SQL { Query = sqlText };
        foreach ((string name, object? value) in arguments ?? new Dictionary<string, object?>())
        {
            query.NamedArguments.Add(name, Literals.Expression(value));
        }

        var results = await ExecuteAsync(new() { SqlCommand = new() { Input = new() { Common = new() { PlanId = Client.NextPlanId() }, Sql = query } } }, cancellationToken);
        return new(this, results.First(static r => r.SqlCommandResult is not null).SqlCommandResult.Relation);
    }

    /// <summary>Rows given here as a <see cref="DataFrame"/>; much data goes up as a cached artifact, once by content.</summary>
    /// <exception cref="ArgumentException">A value does not fit the schema.</exception>
    public async Task<DataFrame> CreateDataFrameAsync(IEnumerable<GenericRow> data, StructType schema, CancellationToken cancellationToken)
    {
        using RecordBatch batch = ArrowWriter.Write([.. data.Select(static r => r.Values)], schema);
        return await CreateDataFrameAsync([batch], schema, cancellationToken);
    }

    /// <summary>Arrow batches as a <see cref="DataFrame"/>; they are borrowed and must have equal schemas.</summary>
    public Task<DataFrame> CreateDataFrameAsync(IReadOnlyList<RecordBatch> batches, CancellationToken cancellationToken) =>
        batches.Count == 0
            ? throw new ArgumentException("At least one batch is needed: it carries the schema.", nameof(batches))
            : CreateDataFrameAsync(batches, new StructType(batches[0].Schema.FieldsList.Select(static f =>
                new StructField(f.Name, ArrowTypes.SparkTypeOf(f), f.IsNullable))), cancellationToken);

    /// <summary>Tags the operations that start from now on, for <see cref="InterruptTagAsync"/>.</summary>
    public void AddTag(string tag) => _tags[tag] = 0;

    /// <summary>Tags no further operation with this.</summary>
    public void RemoveTag(string tag) => _tags.TryRemove(tag, out _);

    /// <summary>Interrupts all of the session's operations; gives their ids.</summary>
    public Task<IReadOnlyList<string>> InterruptAllAsync(CancellationToken cancellationToken) => Client.InterruptAsync(null, null, cancellationToken);

    /// <summary>Interrupts the operations with a tag; gives their ids.</summary>
    public Task<IReadOnlyList<string>> InterruptTagAsync(string tag, CancellationToken cancellationToken) => Client.InterruptAsync(tag, null, cancellationToken);

    /// <summary>Interrupts one operation.</summary>
    public Task<IReadOnlyList<string>> InterruptOperationAsync(string operationId, CancellationToken cancellationToken) =>
        Client.InterruptAsync(null, operationId, cancellationToken);

    /// <summary>Gives a file to every task of this session, in the task's working folder, under a name.</summary>
    public Task AddFileAsync(string path, string name, CancellationToken cancellationToken) =>
        ArtifactUploader.AddFileAsync(Client, "files/" + CheckName(name), path, cancellationToken);

    /// <summary>Gives a folder to every task of this session, packed with its Unix modes and unpacked as <c>name</c> there.</summary>
    public async Task AddArchiveAsync(string folder, string name, CancellationToken cancellationToken)
    {
        string archive = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".zip");
        try
        {
            await ArchiveBuilder.PackAsync(folder, archive, cancellationToken);
            string hash;
            await using (FileStream content = File.OpenRead(archive))
            {
                hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken))[..16];
            }

            await ArtifactUploader.AddFileAsync(Client, $"archives/{hash}.zip#{CheckName(name)}", archive, cancellationToken);
        }
        finally
        {
            File.Delete(archive);
        }
    }

    /// <summary>What <c>DataFrame.Observe</c> saw under a name in the last run that ended; <see langword="null"/> before.</summary>
    public Row? ObservedMetrics(string name) => _observed.GetValueOrDefault(name);

    /// <summary>A session on the same server with settings and views of its own.</summary>
    public async Task<SparkSession> NewSessionAsync(CancellationToken cancellationToken) => new(
        await ConnectClient.OpenAsync(Client.Address with { SessionId = null }, Client.Options, Client.Logger, cancellationToken), null, _progress);

    /// <summary>Releases the session, and stops the server if this session started it. A lost server is no failure here.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        Forget(this);
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await Client.ReleaseSessionAsync(limit.Token);
        }
        catch (Exception e) when (e is SparkException or OperationCanceledException)
        {
            // the server is gone, and the session with it
        }

        await Client.DisposeAsync();
        if (_server is not null)
        {
            _server.HasWorked = Client.HasRun;
            await _server.DisposeAsync();
        }
    }

    internal ResultReader Read(Protos.Plan plan) => new(Client, Client.Execute(plan, new ExecuteOptions { Tags = [.. _tags.Keys] }))
    {
        Progress = _progress is null ? null : _progress.Report,
    };

    internal async Task<IReadOnlyList<Protos.ExecutePlanResponse>> ExecuteAsync(Protos.Command command, CancellationToken cancellationToken)
    {
        await using ResultReader reader = Read(new() { Command = command });
        IReadOnlyList<Protos.ExecutePlanResponse> results = await reader.RunAsync(cancellationToken);
        Observed(reader.Observed);
        return results;
    }

    internal void Observed(IReadOnlyList<Protos.ExecutePlanResponse.Types.ObservedMetrics> metrics)
    {
        foreach (var one in metrics)
        {
            object?[] values = [.. one.Values.Select(Literals.Read)];
            _observed[one.Name] = new Row(values, new StructType(one.Keys.Zip(values, static (k, v) => new StructField(k, ClrTypes.TypeOf(v)))));
        }
    }

    internal static long NextSeed() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));

    // The only column is known: a Spark need not be asked for it.
    private DataFrame Numbers(Protos.Range range) => new(this, new() { Range = range }, NumberColumns);

    private async Task<DataFrame> CreateDataFrameAsync(IReadOnlyList<RecordBatch> batches, StructType schema, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        using (var writer = new ArrowStreamWriter(stream, batches[0].Schema, leaveOpen: true))
        {
            foreach (RecordBatch batch in batches)
            {
                await writer.WriteRecordBatchAsync(batch, cancellationToken);
            }

            await writer.WriteEndAsync(cancellationToken);
        }

        var local = new Protos.LocalRelation { Data = ByteString.CopyFrom(stream.GetBuffer(), 0, (int)stream.Length), Schema = schema.Json };
        if (stream.Length <= Client.Options.InlineDataBytes)
        {
            return new(this, new() { LocalRelation = local });
        }

        string hash = await ArtifactUploader.CacheAsync(Client, local.ToByteArray(), cancellationToken);
        return new(this, new() { CachedLocalRelation = new() { Hash = hash } });
    }

    private static string CheckName(string name) =>
        name.Length is > 0 and <= 255 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') && name[0] != '.'
            ? name
            : throw new ArgumentException("The name of an artifact has letters, digits, dots, lines and hyphens.", nameof(name));
}
