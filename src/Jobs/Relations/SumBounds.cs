namespace Millrace.Jobs.Relations;

/// <summary>In what an engine may sum. Pure.</summary>
internal static class SumBounds
{
    /// <summary>
    /// Whether sums need DECIMAL(38,0): the largest magnitude times the rows is 2^63 or more. There is no third case: an int64 times an int64 of rows is below
    /// 2^126, and 10^38 is more than that.
    /// </summary>
    public static bool IsWide(long least, long most, long rows)
    {
        var magnitude = UInt128.Max((UInt128)Int128.Abs(least), (UInt128)Int128.Abs(most));
        return magnitude * (UInt128)(ulong)rows >= (UInt128)1 << 63;
    }
}
