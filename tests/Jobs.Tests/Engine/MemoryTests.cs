using System.Diagnostics;
using Millrace.Jobs.Engine;

namespace Millrace.Jobs.Tests.Engine;

[Collection(nameof(AloneInTheProcess))]
public sealed class MemoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batches_use_the_same_memory_again()
    {
        await using var fixture = new ScanFixture();
        fixture.Folder.Parquet("a.parquet", "SELECT range AS id, 'text ' || range AS name, range * 0.5::DOUBLE AS x FROM range(1000000)");
        var snapshot = await fixture.SurveyAsync("a.parquet");
        using var scan = fixture.Engine.OpenScan(snapshot, fixture.Engine.Plan(snapshot), null, 1);
        for (var i = 0; i < 10; i++)
        {
            scan.Readers[0].Read(Token)!.Dispose();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var batches = 0;
        while (scan.Readers[0].Read(Token) is { } batch)
        {
            batches++;
            batch.Dispose();
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / batches;
        Assert.True(batches > 40);
        Assert.True(each < 20_000, $"A batch of 16,384 rows (some 600 KB) allocated {each} bytes.");
    }

    [Fact]
    public async Task Copying_ten_times_the_rows_takes_no_more_memory()
    {
        await using var fixture = new ScanFixture();
        const string Columns = "SELECT range AS id, 'text ' || hash(range) AS name, range * 0.5::DOUBLE AS x, hash(range + 1) AS h";
        fixture.Folder.Parquet("small.parquet", $"{Columns} FROM range(500000)");
        fixture.Folder.Parquet("large.parquet", $"{Columns} FROM range(5000000)");
        await CopyAsync(fixture, "small.parquet");
        var small = await CopyAsync(fixture, "small.parquet");
        var large = await CopyAsync(fixture, "large.parquet");

        // What earlier tests left behind is in the number, so the bound is a sanity check; the ratio cleaning-memory-10x measures it in processes of its own.
        Assert.True(large < small + (128L << 20), $"{small >> 20} MiB for 0.5 million rows, {large >> 20} MiB for 5 million.");
    }

    /// <summary>Copies a file through scan and output and gives the highest working set seen on the way.</summary>
    private static async Task<long> CopyAsync(ScanFixture fixture, string file)
    {
        var snapshot = await fixture.SurveyAsync(file);
        using var scan = fixture.Engine.OpenScan(snapshot, fixture.Engine.Plan(snapshot), null, 1);
        using var process = Process.GetCurrentProcess();
        IParquetOutput? output = null;
        long peak = 0;
        while (scan.Readers[0].Read(Token) is { } batch)
        {
            output ??= fixture.Engine.OpenOutput(fixture.Folder.At("copy.parquet"), batch.Rows.Schema);
            await output.TakeAsync(batch.Rows.Clone(), Token);
            batch.Dispose();
            process.Refresh();
            peak = Math.Max(peak, process.WorkingSet64);
        }

        Assert.Equal(snapshot.Rows, (await output!.CompleteAsync(Token)).Rows);
        await output.DisposeAsync();
        return peak;
    }
}
