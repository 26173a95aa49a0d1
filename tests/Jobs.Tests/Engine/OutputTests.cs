using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Jobs.Engine;

namespace Millrace.Jobs.Tests.Engine;

public sealed class OutputTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batches_become_one_file_with_its_final_name_only_when_complete()
    {
        await using var fixture = new ScanFixture();
        var path = fixture.Folder.At("out.parquet");
        WrittenFile file;
        await using (var output = fixture.Engine.OpenOutput(path, Numbers(0, 1).Schema))
        {
            for (var i = 0; i < 30; i++)
            {
                await output.TakeAsync(Numbers(i * 10_000, 10_000), Token);
            }

            Assert.False(File.Exists(path));
            file = await output.CompleteAsync(Token);
        }

        Assert.Equal((path, 300_000L, new FileInfo(path).Length), (file.Path, file.Rows, file.Bytes));
        Assert.Equal([path], Directory.GetFiles(fixture.Folder.Path));
        Assert.Equal(["300000|0|299999|60000"], TestFolder.Sql($"SELECT count(*), min(id), max(id), count(*) - count(name) FROM '{path}'"));
        Assert.Equal(["0"], TestFolder.Sql($"SELECT count(*) FROM '{path}' WHERE name <> 'n' || id OR list[2] <> id OR \"at\" <> make_timestamp(id)::TIMESTAMPTZ"));
        Assert.Equal(
            ["ZSTD|true|3"],
            TestFolder.Sql($"SELECT any_value(compression), (max(row_group_num_rows) BETWEEN 65536 AND 131072)::VARCHAR, count(DISTINCT row_group_id) FROM parquet_metadata('{path}')"));
        var snapshot = await fixture.SurveyAsync("out.parquet");
        Assert.Equal(snapshot.Files[0].FooterHash, file.FooterHash);
        Assert.Equal(["id", "name", "list", "at", "price"], snapshot.Files[0].Columns.Select(column => column.Name));
        Assert.Equal(["int64", "string", "list<int64>", "timestamp[us, UTC]", "decimal(9,2)"], snapshot.Files[0].Columns.Select(column => column.Type));
    }

    [Fact]
    public async Task An_output_without_batches_has_the_schema_and_no_rows()
    {
        await using var fixture = new ScanFixture();
        await using var output = fixture.Engine.OpenOutput(fixture.Folder.At("out.parquet"), Numbers(0, 1).Schema);
        Assert.Equal(0, (await output.CompleteAsync(Token)).Rows);
        Assert.Equal(5, (await fixture.SurveyAsync("out.parquet")).Files[0].Columns.Count);
    }

    [Fact]
    public async Task An_output_given_up_leaves_nothing()
    {
        await using var fixture = new ScanFixture();
        var output = fixture.Engine.OpenOutput(fixture.Folder.At("out.parquet"), Numbers(0, 1).Schema);
        await output.TakeAsync(Numbers(0, 200_000), Token);
        await output.DisposeAsync();
        Assert.Empty(Directory.GetFiles(fixture.Folder.Path));
    }

    [Fact]
    public async Task Cancelling_while_completing_leaves_nothing()
    {
        await using var fixture = new ScanFixture();
        await using (var output = fixture.Engine.OpenOutput(fixture.Folder.At("out.parquet"), Numbers(0, 1).Schema))
        {
            await output.TakeAsync(Numbers(0, 100_000), Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => output.CompleteAsync(new CancellationToken(canceled: true)));
        }

        Assert.Empty(Directory.GetFiles(fixture.Folder.Path));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_a_write_failure_with_the_path()
    {
        await using var fixture = new ScanFixture();
        var path = fixture.Folder.At("nowhere", "out.parquet");
        await using var output = fixture.Engine.OpenOutput(path, Numbers(0, 1).Schema);
        var failed = await Assert.ThrowsAsync<OutputWriteException>(() => output.CompleteAsync(Token));
        Assert.Equal(path, failed.Path);
    }

    [Fact]
    public async Task A_full_disk_is_a_write_failure_that_says_so_and_leaves_nothing()
    {
        var small = SmallDisk.TryMount(4 << 20);
        Assert.SkipWhen(small is null, "A small file system needs the right to mount one (root on Linux), which this process has not.");
        using var mounted = small!;
        await using var fixture = new ScanFixture();
        var path = Path.Combine(mounted.Path, "out.parquet");
        var output = fixture.Engine.OpenOutput(path, Numbers(0, 1).Schema);
        var failed = await Assert.ThrowsAsync<OutputWriteException>(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                await output.TakeAsync(Numbers(i * 50_000, 50_000), Token);
            }

            await output.CompleteAsync(Token);
        });
        await output.DisposeAsync();
        Assert.Equal(path, failed.Path);
        Assert.Contains("disk is full", failed.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(mounted.Path));
    }

    [Fact]
    public async Task Native_and_shared_batches_are_freed_once_written()
    {
        await using var fixture = new ScanFixture();
        fixture.Folder.Parquet("in.parquet", "SELECT range AS id, 'n' || range AS name FROM range(100000)");
        var snapshot = await fixture.SurveyAsync("in.parquet");
        using var scan = fixture.Engine.OpenScan(snapshot, fixture.Engine.Plan(snapshot), null, 1);
        IParquetOutput? output = null;
        while (scan.Readers[0].Read(Token) is { } batch)
        {
            output ??= fixture.Engine.OpenOutput(fixture.Folder.At("out.parquet"), batch.Rows.Schema);
            await output.TakeAsync(batch.Rows.Clone(), Token);
            batch.Dispose();
        }

        await output!.CompleteAsync(Token);
        await output.DisposeAsync();
        var at = fixture.Folder.At("{0}.parquet");
        Assert.Equal(["0"], TestFolder.Sql($"SELECT count(*) FROM (SELECT * FROM '{at.Replace("{0}", "in")}' EXCEPT ALL SELECT * FROM '{at.Replace("{0}", "out")}')"));
    }

    internal static RecordBatch Numbers(int from, int count)
    {
        var ids = new Int64Array.Builder();
        var names = new StringArray.Builder();
        var lists = new ListArray.Builder(Int64Type.Default);
        var times = new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, "UTC"));
        var prices = new Decimal128Array.Builder(new Decimal128Type(9, 2));
        for (var id = from; id < from + count; id++)
        {
            ids.Append(id);
            prices.Append(id % 10_000 / 100m);
            times.Append(DateTimeOffset.UnixEpoch.AddTicks(id * 10L));
            lists.Append();
            ((Int64Array.Builder)lists.ValueBuilder).Append(1).Append(id);
            _ = id % 5 == 0 ? names.AppendNull() : names.Append($"n{id}");
        }

        return new RecordBatch.Builder()
            .Append("id", true, ids.Build()).Append("name", true, names.Build()).Append("list", true, lists.Build())
            .Append("at", true, times.Build()).Append("price", true, prices.Build()).Build();
    }
}
