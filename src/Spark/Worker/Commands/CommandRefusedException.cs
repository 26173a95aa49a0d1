namespace Millrace.Spark.Worker.Commands;

/// <summary>A command that this application does not run: another version, an unknown name, settings that do not fit, a method not marked.</summary>
/// <param name="message">What was asked, and what there is.</param>
public sealed class CommandRefusedException(string message) : Exception(message);
