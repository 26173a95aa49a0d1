using Millrace.Jobs.Baselines;

namespace Millrace.Jobs.Tests.Baselines;

public sealed class IdSortedRowsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-sorted-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(1, 1_000)]
    [InlineData(999, 100_000)]
    [InlineData(999, 1_000)]
    [InlineData(999, 28)]
    [InlineData(40_000, 600_000)]
    public void Rows_come_in_the_order_of_their_ids_however_few_of_them_are_held(int count, int blockBytes)
    {
        var random = new Random(count);
        (long Hi, long Lo)[] ids = [.. Enumerable.Range(0, count).Select(i => (Hi: random.NextInt64(-5, 5), Lo: random.NextInt64() - i))];
        using (var rows = new IdSortedRows(_folder, width: 3, blockBytes))
        {
            foreach (var (hi, lo) in ids)
            {
                rows.Add(hi, lo, [hi, lo, hi + lo]);
            }

            Assert.Equal(count, rows.Rows);
            Assert.Equal(ids.Order().Select(id => $"{(float)id.Hi} {(float)id.Lo} {(float)(id.Hi + id.Lo)}"), rows.ReadInOrder().Select(row => string.Join(' ', row)));
            Assert.Equal(count * 28L >= blockBytes, Directory.EnumerateFiles(_folder).Any());
        }

        Assert.Empty(Directory.EnumerateFiles(_folder));
    }
}
