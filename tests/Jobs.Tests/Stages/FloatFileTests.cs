using System.Runtime.InteropServices;
using Millrace.Jobs.Stages.Model;
using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Stages;

public sealed class FloatFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, new float[] { 0, 1, 3, 4, 6, 7, 9, 10, 12, 13 })]
    [InlineData(2, new float[] { 0, 1, 6, 7, 12, 13 })]
    [InlineData(4, new float[] { 0, 1, 12, 13 })]
    [InlineData(9, new float[] { 0, 1 })]
    public void Every_nth_row_is_read_from_the_first_on(long every, float[] expected)
    {
        var file = _folder.At("numbers.f32");
        File.WriteAllBytes(file, MemoryMarshal.AsBytes<float>([.. Enumerable.Range(0, 15).Select(number => (float)number)]).ToArray());
        Assert.Equal(5, FloatFile.Rows(file, 3));
        Assert.Equal(expected, FloatFile.ReadEvenly(file, (3, 2), every, TestContext.Current.CancellationToken));
    }
}
