using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <summary>A function that runs in the executors' workers, as a plan names it.</summary>
/// <param name="Name">Its name, for plans and messages.</param>
/// <param name="Command">What the worker reads to find it; opaque to Spark.</param>
/// <param name="Output">The type it gives; for functions of batches or groups a struct of the columns.</param>
/// <param name="Version">What stands for the interpreter's version; Spark only passes it on.</param>
/// <param name="Deterministic">Whether equal input gives equal output, so that Spark may move and repeat it.</param>
internal sealed record ExecutorFunction(string Name, ReadOnlyMemory<byte> Command, DataType Output, string Version, bool Deterministic);
