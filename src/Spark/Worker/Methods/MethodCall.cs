using System.Reflection;

namespace Millrace.Spark.Worker.Methods;

/// <summary>Calls a method by reflection; what it throws is not wrapped.</summary>
internal static class MethodCall
{
    /// <exception cref="InvalidOperationException">It gave null.</exception>
    public static object Invoke(MethodInfo method, object? target, object[] arguments) =>
        method.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)
        ?? throw new InvalidOperationException($"{ExecutorMethod.Describe(method)} gave null.");
}
