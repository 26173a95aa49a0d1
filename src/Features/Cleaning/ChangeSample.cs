namespace Millrace.Features.Cleaning;

/// <summary>One changed cell of the bounded sample.</summary>
public sealed record ChangeSample : IComparable<ChangeSample>
{
    /// <summary>Keyed hash of the row hash; the sample keeps the smallest.</summary>
    public required ulong Key { get; init; }

    /// <summary>Value before, as text; null is null; <c>***</c> where the column is personal. At most 200 characters.</summary>
    public required string? Before { get; init; }

    /// <summary>Value after, likewise.</summary>
    public required string? After { get; init; }

    /// <summary>Order by key, then by the texts (ordinal).</summary>
    public int CompareTo(ChangeSample? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Key.CompareTo(other.Key);
        order = order != 0 ? order : string.CompareOrdinal(Before, other.Before);
        return order != 0 ? order : string.CompareOrdinal(After, other.After);
    }

    /// <summary>Whether the left comes before the right.</summary>
    public static bool operator <(ChangeSample? left, ChangeSample? right) => Compare(left, right) < 0;

    /// <summary>Whether the left comes before the right or equals it.</summary>
    public static bool operator <=(ChangeSample? left, ChangeSample? right) => Compare(left, right) <= 0;

    /// <summary>Whether the left comes after the right.</summary>
    public static bool operator >(ChangeSample? left, ChangeSample? right) => Compare(left, right) > 0;

    /// <summary>Whether the left comes after the right or equals it.</summary>
    public static bool operator >=(ChangeSample? left, ChangeSample? right) => Compare(left, right) >= 0;

    private static int Compare(ChangeSample? left, ChangeSample? right) => left is null ? (right is null ? 0 : -1) : left.CompareTo(right);
}
