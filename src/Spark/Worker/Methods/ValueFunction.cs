using System.Linq.Expressions;
using System.Reflection;
using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Worker.Methods;

/// <summary>
/// Calls a method row by row. A null in an argument whose C# type holds no null gives null without a call, as Spark's own functions do.
/// </summary>
/// <typeparam name="TResult">The method's result.</typeparam>
/// <param name="method">With column types in its signature.</param>
/// <param name="output">The declared column.</param>
internal sealed class ValueFunction<TResult>(MethodInfo method, Field output) : IColumnFunction
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private readonly Type[] _types = [.. method.GetParameters().Select(static parameter => parameter.ParameterType)];
    private readonly Func<Delegate[], Func<int, TResult>> _bind = Binder(method);

    /// <inheritdoc/>
    public IArrowArray Apply(IReadOnlyList<IArrowArray> arguments, int rows, SparkTaskContext context, CancellationToken cancellationToken)
    {
        if (arguments.Count != _types.Length)
        {
            throw new CommandRefusedException($"{ExecutorMethod.Describe(method)} takes {_types.Length} arguments and got {arguments.Count}.");
        }

        var call = _bind([.. arguments.Select((argument, index) => Reader(argument, _types[index]))]);
        var skipped = Skipped(arguments, rows);
        var results = new TResult[rows];
        var looked = Environment.TickCount64;
        for (var row = 0; row < rows; row++)
        {
            if (skipped is null || !skipped[row])
            {
                results[row] = call(row);
            }

            if ((row & 63) == 0 && Environment.TickCount64 - looked > LookEvery.TotalMilliseconds)
            {
                cancellationToken.ThrowIfCancellationRequested();
                looked = Environment.TickCount64;
            }
        }

        return ValueWriter.Build(results, skipped, output);
    }

    private bool[]? Skipped(IReadOnlyList<IArrowArray> arguments, int rows)
    {
        bool[]? skipped = null;
        for (var index = 0; index < arguments.Count; index++)
        {
            var holdsNull = !_types[index].IsValueType || Nullable.GetUnderlyingType(_types[index]) is not null;
            if (holdsNull || arguments[index].NullCount == 0)
            {
                continue;
            }

            skipped ??= new bool[rows];
            for (var row = 0; row < rows; row++)
            {
                skipped[row] |= arguments[index].IsNull(row);
            }
        }

        return skipped;
    }

    private static Delegate Reader(IArrowArray argument, Type type) =>
        (Delegate)typeof(ValueReader).GetMethod(nameof(ValueReader.Of))!.MakeGenericMethod(type).Invoke(null, [argument])!;

    // readers => row => method(readers[0](row), readers[1](row), …)
    private static Func<Delegate[], Func<int, TResult>> Binder(MethodInfo method)
    {
        var readers = Expression.Parameter(typeof(Delegate[]));
        var row = Expression.Parameter(typeof(int));
        var arguments = method.GetParameters().Select(parameter =>
        {
            var type = typeof(Func<,>).MakeGenericType(typeof(int), parameter.ParameterType);
            return (Variable: Expression.Variable(type), Read: (Expression)Expression.Convert(
                Expression.ArrayIndex(readers, Expression.Constant(parameter.Position)), type));
        }).ToArray();
        var target = ExecutorMethod.TargetOf(method);
        var call = Expression.Call(
            target is null ? null : Expression.Constant(target), method, arguments.Select(one => Expression.Invoke(one.Variable, row)));
        var body = Expression.Block(
            arguments.Select(static one => one.Variable),
            [.. arguments.Select(static one => Expression.Assign(one.Variable, one.Read)), Expression.Lambda<Func<int, TResult>>(call, row)]);
        return Expression.Lambda<Func<Delegate[], Func<int, TResult>>>(body, readers).Compile();
    }
}
