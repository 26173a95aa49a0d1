namespace Millrace.Features.Encoders;

/// <summary>Row numbers 0, 1, 2 …, for readers that take some rows and are to take all.</summary>
internal static class RowNumbers
{
    /// <summary>The first so many.</summary>
    public static int[] First(int count)
    {
        var rows = new int[count];
        for (var i = 0; i < count; i++)
        {
            rows[i] = i;
        }

        return rows;
    }
}
