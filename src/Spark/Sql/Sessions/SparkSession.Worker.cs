using Millrace.Spark.Sql.Types;
using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Commands;

namespace Millrace.Spark.Sql;

/// <content>The application whose functions run in executors.</content>
public sealed partial class SparkSession
{
    private WorkerApplication? _worker;

    /// <summary>The application whose functions this session runs in executors; <see langword="null"/> before <see cref="UseWorkerAsync"/>.</summary>
    public WorkerApplication? Worker => Volatile.Read(ref _worker);

    /// <summary>
    /// Makes this session's executors start an application for functions: sets <c>spark.sql.execution.pyspark.python</c> and what belongs to it. Other
    /// sessions keep their own. Call it before the first function runs.
    /// </summary>
    /// <exception cref="ArgumentException">The description is not complete.</exception>
    /// <exception cref="SparkException">The server refuses the settings.</exception>
    public async Task UseWorkerAsync(WorkerApplication application, CancellationToken cancellationToken)
    {
        var set = new Protos.ConfigRequest.Types.Set();
        foreach ((string key, string value) in application.Settings())
        {
            set.Pairs.Add(new Protos.KeyValue { Key = key, Value = value });
        }

        await Client.ConfigAsync(new() { Set = set }, cancellationToken);
        Volatile.Write(ref _worker, application);
    }

    /// <summary>A registered function of columns that takes no settings, applied to columns.</summary>
    /// <inheritdoc cref="ColumnFunction{TSettings}(string, TSettings, DataType, Column[])"/>
    public Column ColumnFunction(string operatorName, DataType output, params Column[] arguments) => ExecutorPlans.Column(
        ExecutorFunctions.Registered(this, operatorName, OperatorKind.Columns, output), ExecutorPlans.Scalar, arguments);

    /// <summary>A registered function of columns, applied to columns.</summary>
    /// <param name="operatorName">The name under which the session's application registered it.</param>
    /// <param name="settings">Its settings, which travel as JSON.</param>
    /// <param name="output">The type of its values, which may be null.</param>
    /// <param name="arguments">The columns.</param>
    /// <exception cref="CommandRefusedException">The application has no such function, or its settings are of another type.</exception>
    /// <exception cref="InvalidOperationException">The session has no worker application.</exception>
    public Column ColumnFunction<TSettings>(string operatorName, TSettings settings, DataType output, params Column[] arguments) => ExecutorPlans.Column(
        ExecutorFunctions.Registered(this, operatorName, OperatorKind.Columns, settings, output), ExecutorPlans.Scalar, arguments);

    /// <summary>A registered aggregate function that takes no settings, applied to columns.</summary>
    /// <inheritdoc cref="ColumnFunction{TSettings}(string, TSettings, DataType, Column[])"/>
    public Column AggregateFunction(string operatorName, DataType output, params Column[] arguments) => ExecutorPlans.Column(
        ExecutorFunctions.Registered(this, operatorName, OperatorKind.Aggregate, output), ExecutorPlans.GroupedAggregate, arguments);

    /// <summary>A registered aggregate function, applied to columns.</summary>
    /// <inheritdoc cref="ColumnFunction{TSettings}(string, TSettings, DataType, Column[])"/>
    public Column AggregateFunction<TSettings>(string operatorName, TSettings settings, DataType output, params Column[] arguments) => ExecutorPlans.Column(
        ExecutorFunctions.Registered(this, operatorName, OperatorKind.Aggregate, settings, output), ExecutorPlans.GroupedAggregate, arguments);

    /// <summary>Functions under names of this session, for SQL.</summary>
    public UdfRegistration Udf() => new(this);

    internal WorkerApplication WorkerOrThrow() => Worker ?? throw new InvalidOperationException(
        "The session has no worker application: call SparkSession.UseWorkerAsync, or Builder.Worker, with the executable that Spark can start.");
}
