namespace Millrace.Spark.Connect;

/// <summary>How far one stage of an operation is.</summary>
/// <param name="StageId">Spark's number of the stage.</param>
/// <param name="Tasks">Tasks in all.</param>
/// <param name="CompletedTasks">Tasks that have ended.</param>
/// <param name="InputBytes">Bytes read from sources so far.</param>
/// <param name="Done">Whether the stage has ended.</param>
public sealed record StageProgress(long StageId, long Tasks, long CompletedTasks, long InputBytes, bool Done);
