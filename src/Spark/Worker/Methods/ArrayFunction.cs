using System.Reflection;
using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Worker.Methods;

/// <summary>Calls a method over whole Arrow arrays.</summary>
/// <param name="method">Takes and gives Arrow arrays.</param>
internal sealed class ArrayFunction(MethodInfo method) : IColumnFunction
{
    private readonly object? _target = ExecutorMethod.TargetOf(method);

    /// <inheritdoc/>
    public IArrowArray Apply(IReadOnlyList<IArrowArray> arguments, int rows, SparkTaskContext context, CancellationToken cancellationToken)
    {
        var parameters = method.GetParameters();
        if (arguments.Count != parameters.Length)
        {
            throw new CommandRefusedException($"{ExecutorMethod.Describe(method)} takes {parameters.Length} arguments and got {arguments.Count}.");
        }

        for (var index = 0; index < parameters.Length; index++)
        {
            if (!parameters[index].ParameterType.IsInstanceOfType(arguments[index]))
            {
                throw new CommandRefusedException(
                    $"Argument {index} of {ExecutorMethod.Describe(method)} came as {arguments[index].Data.DataType.Name}.");
            }
        }

        return (IArrowArray)MethodCall.Invoke(method, _target, [.. arguments]);
    }
}
