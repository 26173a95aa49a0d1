namespace Millrace.Spark.Worker.Commands;

/// <summary>A method of the application, as it travels: where it stands, never what it does.</summary>
/// <param name="Module">Module version id: differs between any two builds.</param>
/// <param name="Token">The method's metadata token in that module.</param>
internal sealed record MethodReference(Guid Module, int Token);
