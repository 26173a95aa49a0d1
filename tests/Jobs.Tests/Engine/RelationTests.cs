using Millrace.Jobs.Engine;

namespace Millrace.Jobs.Tests.Engine;

public sealed class RelationTests
{
    private const string Rows = "(range % 40000)::BIGINT AS id, CASE WHEN range % 100 = 0 THEN NULL ELSE range % 45000 END AS key, 'v' || (range % 40000) AS v, "
        + "(range % 40000 * 7919 % 1000 - 500)::BIGINT AS _hash_hi, (range % 40000)::BIGINT AS _hash_lo";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exact_duplicates_leave_one_row_whatever_the_files()
    {
        await using var fixture = new ScanFixture();
        var one = fixture.Folder.Parquet("one/a.parquet", $"SELECT {Hashed("range")}, 0 AS _source_file, range AS _source_row FROM range(50000)");
        var many = Enumerable.Range(0, 5).Select(i => fixture.Folder.Parquet(
            $"many/{i}.parquet",
            $"SELECT {Hashed("(49999 - range)")}, {i} AS _source_file, range AS _source_row FROM range({i * 10000}, {(i + 1) * 10000})")).ToList();
        var first = await DedupeAsync(fixture, [one], null, "out1");
        var second = await DedupeAsync(fixture, many, null, "out2");
        Assert.Equal((40_000L, 10_000L), (first.Rows, first.Removed));
        Assert.Equal((40_000L, 10_000L), (second.Rows, second.Removed));
        Assert.Equal(Content(first, "id, v"), Content(second, "id, v"));
        Assert.Equal(Enumerable.Range(0, 40_000).Select(id => $"{id}|v{id}").Order(StringComparer.Ordinal), Content(first, "id, v").Order(StringComparer.Ordinal));
        Assert.Contains(second.Files, file => many.Contains(file.Path));
    }

    [Fact]
    public async Task Keyed_duplicates_keep_the_smallest_hash_and_every_null_key()
    {
        await using var fixture = new ScanFixture();
        var file = fixture.Folder.Parquet(
            "in/a.parquet",
            "SELECT * FROM (VALUES (1, 'a', 5, 9, 0), (1, 'b', 5, 8, 1), (1, 'c', 6, 0, 2), (NULL, 'd', 1, 1, 3), (NULL, 'e', 1, 1, 4), (2, 'f', -1, 0, 5), (2, 'g', 1, 0, 6)) "
            + "t(key, v, _hash_hi, _hash_lo, _source_row), (SELECT 0 AS _source_file)");
        var result = await DedupeAsync(fixture, [file], ["key"], "out");
        Assert.Equal(["b", "d", "e", "f"], Content(result, "v"));
        Assert.Equal(3, result.Removed);
    }

    [Fact]
    public async Task Without_duplicates_no_file_is_written()
    {
        await using var fixture = new ScanFixture();
        var file = fixture.Folder.Parquet("in/a.parquet", $"SELECT {Hashed("range")}, 0 AS _source_file, range AS _source_row FROM range(100)");
        var result = await DedupeAsync(fixture, [file], null, "out");
        Assert.Equal(file, Assert.Single(result.Files).Path);
        Assert.Equal((100L, 0L), (result.Rows, result.Removed));
        Assert.Empty(Directory.GetFiles(fixture.Folder.At("out")));
    }

    [Fact]
    public async Task Floating_point_keys_are_refused()
    {
        await using var fixture = new ScanFixture();
        var file = fixture.Folder.Parquet("in/a.parquet", "SELECT 1.5::DOUBLE AS x, 1 AS _hash_hi, 1 AS _hash_lo, 0 AS _source_file, 0 AS _source_row");
        var failed = await Assert.ThrowsAsync<EngineException>(() => DedupeAsync(fixture, [file], ["x"], "out"));
        Assert.Contains("key column x is floating point", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sorting_more_than_fits_in_memory_gives_the_total_order()
    {
        await using var fixture = new ScanFixture(options => options with { MemoryBytes = 128L << 20, Threads = 1 });
        var file = fixture.Folder.Parquet("in.parquet", "SELECT hash(range)::VARCHAR AS k, CASE WHEN range % 1000 = 0 THEN NULL ELSE range END AS n, 'f' || range AS filler FROM range(2500000)");
        var sorted = await fixture.Engine.SortAsync([file], [new SortKey("k"), new SortKey("n")], fixture.Folder.At("out.parquet"), Token);
        Assert.Equal(2_500_000, sorted.Rows);
        var broken = "SELECT count(*) FROM (SELECT k, lag(k) OVER (ORDER BY file_row_number) AS before FROM read_parquet('{0}', file_row_number = true)) WHERE before > k";
        Assert.Equal(["0"], TestFolder.Sql(broken.Replace("{0}", sorted.Path, StringComparison.Ordinal)));
        var nulls = await fixture.Engine.SortAsync([file], [new SortKey("n", Descending: true, NullsFirst: false)], fixture.Folder.At("out2.parquet"), Token);
        Assert.Equal(
            ["2499999|NULL"],
            TestFolder.Sql($"SELECT arg_min(n, file_row_number), (SELECT n FROM read_parquet('{nulls.Path}', file_row_number = true) WHERE file_row_number = 2499999) FROM read_parquet('{nulls.Path}', file_row_number = true) WHERE file_row_number = 0"));
    }

    [Fact]
    public async Task Top_values_break_ties_by_bytes()
    {
        await using var fixture = new ScanFixture();
        var file = fixture.Folder.Parquet("in.parquet", "SELECT unnest(['b', 'b', 'ä', 'ä', 'Z', 'Z', 'once', NULL, NULL, NULL, 'a much longer text than fits', 'a much longer text than fits']) AS v");
        var top = await fixture.Engine.TopValuesAsync([file], new CountedValues("v"), 4, Token);
        Assert.Equal([new("Z", 2), new("a much longer text than fits", 2), new("b", 2), new ValueCount("ä", 2)], top);
    }

    [Fact]
    public async Task Top_values_add_up_what_rows_stand_for()
    {
        await using var fixture = new ScanFixture();
        var first = fixture.Folder.Parquet("1.parquet", "SELECT unnest(['a', 'b', 'c']) AS category, unnest([3000000000, 4, 5])::BIGINT AS rows");
        var second = fixture.Folder.Parquet("2.parquet", "SELECT unnest(['c', 'b', 'a']) AS category, unnest([1, 2, 3000000000])::BIGINT AS rows");
        var top = await fixture.Engine.TopValuesAsync([first, second], CountedValues.Categories, 2, Token);
        Assert.Equal([new("a", 6_000_000_000), new ValueCount("b", 6)], top);
    }

    [Fact]
    public async Task Cancelling_interrupts_a_sort_and_leaves_nothing()
    {
        await using var fixture = new ScanFixture();
        var file = fixture.Folder.Parquet("in/in.parquet", "SELECT hash(range) AS k FROM range(5000000)");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Directory.CreateDirectory(fixture.Folder.At("out"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Engine.SortAsync([file], [new SortKey("k")], fixture.Folder.At("out", "o.parquet"), cancel.Token));
        Assert.Empty(Directory.GetFiles(fixture.Folder.At("out")));
    }

    private static string Hashed(string number) => Rows.Replace("range", number, StringComparison.Ordinal);

    private static Task<DedupeResult> DedupeAsync(ScanFixture fixture, IReadOnlyList<string> files, IReadOnlyList<string>? keys, string folder) =>
        fixture.Engine.DedupeAsync(files, keys, Directory.CreateDirectory(fixture.Folder.At(folder)).FullName, Token);

    private static List<string> Content(DedupeResult result, string columns) =>
        TestFolder.Sql($"SELECT {columns} FROM read_parquet([{string.Join(", ", result.Files.Select(file => $"'{file.Path}'"))}]) ORDER BY ALL");
}
