using Millrace.Spark.Sql.Types;
using Millrace.Spark.Worker.Commands;

namespace Millrace.Spark.Sql;

/// <summary>Functions that run in executors, under names of one session, for SQL and <c>Functions.CallUDF</c>. Thread-safe.</summary>
public sealed partial class UdfRegistration
{
    private readonly SparkSession _session;

    internal UdfRegistration(SparkSession session) => _session = session;

    /// <summary>Names a lambda that captures nothing or a marked static method.</summary>
    /// <param name="name">The name in SQL.</param>
    /// <param name="function">Values or Arrow arrays of columns in, a value or an Arrow array out.</param>
    /// <param name="output">What it gives; <see langword="null"/>: what its return type says.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="CommandRefusedException">It captures something, or has a type in its signature that no column has, or stands in another assembly than the session's application.</exception>
    public Task RegisterAsync(string name, Delegate function, DataType? output, CancellationToken cancellationToken)
    {
        ExecutorFunction made = ExecutorFunctions.InPlace(function, output);
        return function.Method.Module.Assembly == _session.WorkerOrThrow().Assembly
            ? ExecutorPlans.RegisterAsync(_session, made with { Name = name }, ExecutorPlans.Scalar, cancellationToken)
            : throw new CommandRefusedException($"The function stands in {function.Method.Module.Assembly.GetName().Name}; executors call only functions of the session's worker application.");
    }

    /// <summary>Names a registered function of columns that takes no settings.</summary>
    /// <inheritdoc cref="RegisterColumnFunctionAsync{TSettings}(string, string, TSettings, DataType, CancellationToken)"/>
    public Task RegisterColumnFunctionAsync(string name, string operatorName, DataType output, CancellationToken cancellationToken) => ExecutorPlans.RegisterAsync(
        _session, ExecutorFunctions.Registered(_session, operatorName, OperatorKind.Columns, output) with { Name = name }, ExecutorPlans.Scalar, cancellationToken);

    /// <summary>Names a registered function of columns.</summary>
    /// <param name="name">The name in SQL.</param>
    /// <param name="operatorName">The name under which the session's application registered it.</param>
    /// <param name="settings">Its settings, which travel as JSON.</param>
    /// <param name="output">The type of its values.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="CommandRefusedException">The application has no such function, or its settings are of another type.</exception>
    public Task RegisterColumnFunctionAsync<TSettings>(string name, string operatorName, TSettings settings, DataType output, CancellationToken cancellationToken) =>
        ExecutorPlans.RegisterAsync(
            _session, ExecutorFunctions.Registered(_session, operatorName, OperatorKind.Columns, settings, output) with { Name = name }, ExecutorPlans.Scalar, cancellationToken);

    /// <summary>Names a registered aggregate function that takes no settings.</summary>
    /// <inheritdoc cref="RegisterColumnFunctionAsync{TSettings}(string, string, TSettings, DataType, CancellationToken)"/>
    public Task RegisterAggregateFunctionAsync(string name, string operatorName, DataType output, CancellationToken cancellationToken) => ExecutorPlans.RegisterAsync(
        _session, ExecutorFunctions.Registered(_session, operatorName, OperatorKind.Aggregate, output) with { Name = name }, ExecutorPlans.GroupedAggregate, cancellationToken);

    /// <summary>Names a registered aggregate function.</summary>
    /// <inheritdoc cref="RegisterColumnFunctionAsync{TSettings}(string, string, TSettings, DataType, CancellationToken)"/>
    public Task RegisterAggregateFunctionAsync<TSettings>(string name, string operatorName, TSettings settings, DataType output, CancellationToken cancellationToken) =>
        ExecutorPlans.RegisterAsync(
            _session, ExecutorFunctions.Registered(_session, operatorName, OperatorKind.Aggregate, settings, output) with { Name = name }, ExecutorPlans.GroupedAggregate, cancellationToken);
}
