namespace Millrace.Spark.Worker;

/// <summary>
/// Marks a static method of the application's entry assembly that executors may call by its token. Without the mark only lambdas that capture nothing
/// may be called, so that nobody who can send a plan reaches the rest of the application.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExecutorFunctionAttribute : Attribute;
