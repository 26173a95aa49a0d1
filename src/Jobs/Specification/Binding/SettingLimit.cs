using System.Globalization;

namespace Millrace.Jobs.Specification.Binding;

/// <summary>The range of a number or of an amount with a unit, and the unit.</summary>
/// <param name="Min">Least value; negative infinity where there is none.</param>
/// <param name="Max">Greatest value; infinity where there is none.</param>
/// <param name="Unit">Unit for people, such as <c>rows</c>; null where it is a plain number.</param>
/// <param name="MinExcluded">Whether the least value itself is refused.</param>
/// <param name="MaxExcluded">Whether the greatest value itself is refused.</param>
internal sealed record SettingLimit(double Min, double Max, string? Unit = null, bool MinExcluded = false, bool MaxExcluded = false)
{
    /// <summary>The unit of amounts that are written with a unit of their own.</summary>
    public const string BytesUnit = "bytes";

    /// <summary>Whether <paramref name="value"/> is in the range; NaN never is.</summary>
    public bool Holds(double value) =>
        (MinExcluded ? value > Min : value >= Min) && (MaxExcluded ? value < Max : value <= Max);

    /// <summary>The range in words: <c>1 to 65,536 rows</c>.</summary>
    public string Words
    {
        get
        {
            var range = (double.IsInfinity(Min), double.IsInfinity(Max)) switch
            {
                (true, true) => "any number",
                (false, true) => MinExcluded ? $"above {Text(Min)}" : $"{Text(Min)} or more",
                (true, false) => MaxExcluded ? $"below {Text(Max)}" : $"{Text(Max)} or less",
                _ => (MinExcluded, MaxExcluded) switch
                {
                    (false, false) => $"{Text(Min)} to {Text(Max)}",
                    (true, true) => $"above {Text(Min)} and below {Text(Max)}",
                    (true, false) => $"above {Text(Min)}, at most {Text(Max)}",
                    _ => $"at least {Text(Min)} and below {Text(Max)}",
                },
            };
            return Unit is null or BytesUnit ? range : $"{range} {Unit}";
        }
    }

    private string Text(double value) => Unit == BytesUnit
        ? new ByteSize((long)value).ToString()
        : value.ToString(Math.Abs(value) is >= 1 and < 1e15 ? "#,##0.####" : "0.######", CultureInfo.InvariantCulture);
}
