namespace Millrace.Features.Contracts;

/// <summary>Parts of a date and time as they are read.</summary>
internal struct TimeParts
{
    /// <summary>0 none, 1 before noon, 2 after noon.</summary>
    public int HalfDay;

    /// <summary>Offset from UTC in minutes.</summary>
    public int OffsetMinutes;

    /// <summary>Fraction of the second in nanoseconds.</summary>
    public int Nanoseconds;

    private int _year;
    private int _month;
    private int _day;
    private int _hour;
    private int _minute;
    private int _second;
    private bool _twelveHours;

    public void Set(char letter, int number)
    {
        switch (letter)
        {
            case 'y':
                _year = number;
                break;
            case 'M':
                _month = number;
                break;
            case 'd':
                _day = number;
                break;
            case 'm':
                _minute = number;
                break;
            case 's':
                _second = number;
                break;
            default:
                _hour = number;
                _twelveHours = letter == 'h';
                break;
        }
    }

    /// <summary>Microseconds since 1970-01-01; false when there is no such date or time.</summary>
    public readonly bool TryGet(out long microseconds)
    {
        microseconds = 0;
        var hour = _hour;
        if (_twelveHours || HalfDay != 0)
        {
            if (hour is < 1 or > 12 || HalfDay == 0)
            {
                return false;
            }

            hour = (hour % 12) + (HalfDay == 2 ? 12 : 0);
        }

        if (_year < 1 || _month is < 1 or > 12 || _day < 1 || _day > CivilTime.DaysInMonth(_year, _month)
            || hour > 23 || _minute > 59 || _second > 59)
        {
            return false;
        }

        var seconds = (((hour * 60L) + _minute - OffsetMinutes) * 60) + _second;
        microseconds = (CivilTime.Days(_year, _month, _day) * CivilTime.MicrosecondsPerDay)
            + (seconds * CivilTime.MicrosecondsPerSecond) + (Nanoseconds / 1000);
        return true;
    }
}
