using Apache.Arrow;

namespace Millrace.Jobs.Cluster.Through;

/// <summary>Neighbouring rows of a batch as one of its own, which borrows the memory: disposing it gives nothing back.</summary>
internal static class BatchPart
{
    /// <summary>Rows of an array.</summary>
    public static IArrowArray Of(IArrowArray array, int from, int count) => ArrowArrayFactory.BuildArray(Borrow(array.Data, from, count));

    private static ArrayData Borrow(ArrayData data, int from, int count) => new(
        data.DataType,
        count,
        data.NullCount == 0 ? 0 : -1,
        data.Offset + from,
        [.. data.Buffers.Select(buffer => new ArrowBuffer(buffer.Memory))],
        data.Children?.Select(child => Borrow(child, 0, child.Length)).ToArray(),
        data.Dictionary is null ? null : Borrow(data.Dictionary, 0, data.Dictionary.Length));
}
