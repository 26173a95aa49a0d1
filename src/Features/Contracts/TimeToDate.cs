namespace Millrace.Features.Contracts;

/// <summary>Timestamp to date: midnights only.</summary>
internal readonly struct TimeToDate(long unitsPerSecond) : IConversion<long, int>
{
    private readonly long _unitsPerDay = unitsPerSecond * 86_400;

    public FaultKind Convert(long value, out int result)
    {
        var days = CivilTime.FloorDiv(value, _unitsPerDay);
        result = (int)days;
        return days * _unitsPerDay != value ? FaultKind.TimeOfDay : days != result ? FaultKind.Overflow : FaultKind.None;
    }
}
