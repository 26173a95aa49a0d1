namespace Millrace.Spark.Worker.Wire;

/// <summary>Negative integers that stand where a length could stand (Spark's <c>SpecialLengths</c>).</summary>
internal static class SpecialLength
{
    public const int EndOfDataSection = -1;
    public const int ExceptionThrown = -2;
    public const int EndOfStream = -4;
    public const int StartArrowStream = -6;
    public const int StartOfInitMessage = -8;
}
