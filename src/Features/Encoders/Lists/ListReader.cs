using Apache.Arrow;
using Millrace.Features.Encoders.Numbers;

namespace Millrace.Features.Encoders.Lists;

/// <summary>Reads lists of numbers of the clean layout.</summary>
internal static class ListReader
{
    /// <summary>The column as lists.</summary>
    /// <exception cref="FeatureFitException">It holds no lists.</exception>
    public static ListArray ListsOf(IArrowArray array) => array as ListArray
        ?? throw new FeatureFitException(FeatureFitFault.SchemaMismatch, null, 0, $"a column of Arrow type {array.Data.DataType.Name} holds no lists");

    /// <summary>Elements of one list from <paramref name="skip"/> on, as many as <paramref name="to"/> takes; NaN for none.</summary>
    public static void Read(ListArray lists, int row, int skip, Span<double> to)
    {
        // The reader of columns takes row numbers; a list's elements are a run of them.
        Span<int> rows = stackalloc int[256];
        var first = lists.ValueOffsets[row] + skip;
        for (var done = 0; done < to.Length;)
        {
            var count = Math.Min(rows.Length, to.Length - done);
            for (var i = 0; i < count; i++)
            {
                rows[i] = first + done + i;
            }

            NumberReader.Read(lists.Values, rows[..count], to.Slice(done, count));
            done += count;
        }
    }
}
