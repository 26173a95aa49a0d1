using System.Reflection;
using System.Runtime.CompilerServices;
using Millrace.Spark.Worker.Commands;

namespace Millrace.Spark.Worker.Methods;

/// <summary>
/// Which methods may run in executors: lambdas that capture nothing and static methods marked with <see cref="ExecutorFunctionAttribute"/>, with column
/// types in their signature. The driver asks when a function is made, the worker asks again before it calls.
/// </summary>
internal static class ExecutorMethod
{
    private const string LambdaHolder = "<>c";
    private const string CapturedThis = "<>4__this";

    /// <summary>The method of a delegate that may travel.</summary>
    /// <exception cref="CommandRefusedException">It may not; the message names what it captures.</exception>
    public static MethodInfo Of(Delegate function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var method = function.Method;
        if (function.GetInvocationList().Length != 1)
        {
            throw new CommandRefusedException("A delegate of several methods cannot run in executors.");
        }

        if (function.Target is { } target && !IsLambdaHolder(target.GetType()))
        {
            throw new CommandRefusedException(
                $"{Describe(method)} captures {Captured(target)}. No value of the driver travels to executors: register an operator and give it typed settings "
                + "(OperatorRegistry.AddColumns<TSettings> and SparkSession.ColumnFunction, or DataFrame.MapBatches with settings).");
        }

        Require(method);
        return method;
    }

    /// <summary>Finds a method in the entry assembly.</summary>
    /// <exception cref="CommandRefusedException">There is none, it stands in another module, or it may not be called.</exception>
    public static MethodInfo Resolve(Assembly entry, MethodReference reference)
    {
        var module = entry.ManifestModule;
        if (module.ModuleVersionId != reference.Module)
        {
            throw new CommandRefusedException(
                $"The function stands in module {reference.Module}; this worker calls only functions of {entry.GetName().Name}, module {module.ModuleVersionId}.");
        }

        MethodBase? found;
        try
        {
            found = module.ResolveMethod(reference.Token);
        }
        catch (Exception failure) when (failure is ArgumentException or BadImageFormatException or TypeLoadException or FileNotFoundException)
        {
            throw new CommandRefusedException($"Token {reference.Token:x8} is no method of {entry.GetName().Name}.");
        }

        if (found is not MethodInfo method || method.Module != module)
        {
            throw new CommandRefusedException($"Token {reference.Token:x8} is no method of {entry.GetName().Name}.");
        }

        Require(method);
        return method;
    }

    /// <summary>What to call on: the lambda holder's only instance, or null for a static method.</summary>
    public static object? TargetOf(MethodInfo method) =>
        method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(method.DeclaringType!);

    /// <summary>The method for messages.</summary>
    public static string Describe(MethodInfo method) =>
        $"{method.DeclaringType?.FullName}.{method.Name}({string.Join(", ", method.GetParameters().Select(static p => p.ParameterType.Name))})";

    private static void Require(MethodInfo method)
    {
        if (method.DeclaringType is not { } type || method.ContainsGenericParameters || type.IsGenericType || method.IsGenericMethod)
        {
            throw new CommandRefusedException($"{Describe(method)} is generic; a token names no type arguments.");
        }

        var isLambda = !method.IsStatic && IsLambdaHolder(type);
        if (!isLambda && !(method.IsStatic && method.IsDefined(typeof(ExecutorFunctionAttribute), inherit: false)))
        {
            throw new CommandRefusedException(
                $"{Describe(method)} is neither a lambda that captures nothing nor a static method marked with [ExecutorFunction].");
        }

        if (!ColumnSignature.Holds(method))
        {
            throw new CommandRefusedException($"{Describe(method)} has a type in its signature that no column has.");
        }
    }

    // The compiler puts lambdas that capture nothing into one nested class without fields of its own.
    private static bool IsLambdaHolder(Type type) =>
        type.Name == LambdaHolder && type.IsNested && type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length == 0;

    private static string Captured(object target)
    {
        var type = target.GetType();
        if (!type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
        {
            return $"an instance of {type}";
        }

        var names = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(static field => field.Name == CapturedThis ? "this" : field.Name)
            .Where(static name => !name.StartsWith("CS$<>", StringComparison.Ordinal));
        return string.Join(", ", names) is { Length: > 0 } list ? list : "variables of the methods around it";
    }
}
