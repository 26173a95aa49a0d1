using System.Diagnostics.CodeAnalysis;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <content>Members that wait, and the current session, as Microsoft.Spark's users know them.</content>
public sealed partial class SparkSession
{
    private static readonly AsyncLocal<SparkSession?> ActiveSession = new();
    private static SparkSession? _default;

    /// <summary>
    /// Starts the description of a session. In a process that Spark's executor started it does not return: the process is the worker then, for
    /// functions written in place, unless <see cref="Millrace.Spark.Worker.SparkWorker.TryRunAsync"/> came first. Nothing may be written to stdout before.
    /// </summary>
    public static Builder Builder()
    {
        Millrace.Spark.Worker.ImplicitWorker.BecomeIfStartedAsOne();
        return new();
    }

    /// <summary>Makes a session the current one of this flow of calls.</summary>
    public static void SetActiveSession(SparkSession session) => ActiveSession.Value = session;

    /// <summary>Forgets the current session of this flow of calls.</summary>
    public static void ClearActiveSession() => ActiveSession.Value = null;

    /// <summary>The current session of this flow of calls.</summary>
    public static SparkSession? GetActiveSession() => ActiveSession.Value;

    /// <summary>Makes a session the default of this process.</summary>
    public static void SetDefaultSession(SparkSession session) => Volatile.Write(ref _default, session);

    /// <summary>Forgets the default session.</summary>
    public static void ClearDefaultSession() => Volatile.Write(ref _default, null);

    /// <summary>The default session of this process.</summary>
    public static SparkSession? GetDefaultSession() => Volatile.Read(ref _default);

    /// <summary>The current session, else the default one.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static SparkSession Active() =>
        GetActiveSession() ?? GetDefaultSession() ?? throw new InvalidOperationException("There is no session: SparkSession.Builder().GetOrCreate() makes one.");

    /// <inheritdoc cref="SqlAsync(string, CancellationToken)"/>
    public DataFrame Sql(string sqlText) => Block.On(() => SqlAsync(sqlText, CancellationToken.None));

    /// <inheritdoc cref="NewSessionAsync"/>
    public SparkSession NewSession() => Block.On(() => NewSessionAsync(CancellationToken.None));

    /// <inheritdoc cref="CreateDataFrameAsync(IEnumerable{GenericRow}, StructType, CancellationToken)"/>
    public DataFrame CreateDataFrame(IEnumerable<GenericRow> data, StructType schema) =>
        Block.On(() => CreateDataFrameAsync(data, schema, CancellationToken.None));

    /// <summary>Values in the column <c>_1</c>.</summary>
    public DataFrame CreateDataFrame(IEnumerable<int> data) => Single(data, new IntegerType(), false);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<int?> data) => Single(data, new IntegerType(), true);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<string> data) => Single(data, new StringType(), true);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<double> data) => Single(data, new DoubleType(), false);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<double?> data) => Single(data, new DoubleType(), true);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<bool> data) => Single(data, new BooleanType(), false);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<bool?> data) => Single(data, new BooleanType(), true);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<Date> data) => Single(data, new DateType(), true);

    /// <inheritdoc cref="CreateDataFrame(IEnumerable{int})"/>
    public DataFrame CreateDataFrame(IEnumerable<Timestamp> data) => Single(data, new TimestampType(), true);

    /// <summary>Runs a command of an external system, as a JDBC source; the result is in the column of the returned rows.</summary>
    public DataFrame ExecuteCommand(string runner, string command, Dictionary<string, string> options)
    {
        var message = new Protos.ExecuteExternalCommand { Runner = runner, Command = command };
        message.Options.Add(options);
        var results = Block.On(() => ExecuteAsync(new() { ExecuteExternalCommand = message }, CancellationToken.None));
        return new(this, results.First(static r => r.SqlCommandResult is not null).SqlCommandResult.Relation);
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Stop() => Dispose();

    /// <inheritdoc cref="DisposeAsync"/>
    [SuppressMessage("Usage", "CA1816", Justification = "There is no finalizer.")]
    public void Dispose() => Block.On(() => DisposeAsync().AsTask());

    private static void Forget(SparkSession session)
    {
        Interlocked.CompareExchange(ref _default, null, session);
        if (ReferenceEquals(ActiveSession.Value, session))
        {
            ActiveSession.Value = null;
        }
    }

    private DataFrame Single<T>(IEnumerable<T> data, DataType type, bool nullable) => CreateDataFrame(
        data.Select(static v => new GenericRow([v])), new StructType([new StructField("_1", type, nullable)]));
}
