namespace Millrace.Features.Contracts;

/// <summary>Timestamp of another unit to microseconds: nothing below them may be lost unless the contract says so.</summary>
internal readonly struct TimeToMicroseconds(long unitsPerSecond, bool truncate) : IConversion<long, long>
{
    private readonly long _divisor = Math.Max(1, unitsPerSecond / CivilTime.MicrosecondsPerSecond);
    private readonly long _factor = Math.Max(1, CivilTime.MicrosecondsPerSecond / unitsPerSecond);

    public FaultKind Convert(long value, out long result)
    {
        var whole = CivilTime.FloorDiv(value, _divisor);
        result = unchecked(whole * _factor);
        return whole * _divisor != value && !truncate ? FaultKind.Nanoseconds
            : Math.BigMul(whole, _factor, out _) != result >> 63 ? FaultKind.Overflow
            : FaultKind.None;
    }
}
