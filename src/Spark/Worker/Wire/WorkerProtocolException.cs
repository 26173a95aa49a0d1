namespace Millrace.Spark.Worker.Wire;

/// <summary>The other side sent something that is not the worker protocol. It ends that connection and nothing else.</summary>
/// <param name="message">What was expected and what came. Never holds a secret or data.</param>
internal sealed class WorkerProtocolException(string message) : Exception(message);
