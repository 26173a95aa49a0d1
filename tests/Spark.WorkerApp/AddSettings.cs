namespace Millrace.Spark.WorkerApp;

/// <summary>Settings of a function.</summary>
/// <param name="Amount">What to add.</param>
public sealed record AddSettings(long Amount);
