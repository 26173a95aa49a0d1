using Apache.Arrow.Types;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Tests.Engine;

public sealed class ScanTests
{
    private const string Mixed =
        "SELECT range AS id, CASE WHEN range % 7 = 0 THEN NULL ELSE range % 3 = 0 END AS flag, "
        + "CASE WHEN range % 5 = 0 THEN NULL WHEN range % 2 = 0 THEN 'short' || range % 10 ELSE repeat('long', (range % 11)::INTEGER) || range END AS name, "
        + "CASE WHEN range % 9 = 0 THEN NULL ELSE (range * 0.25)::DOUBLE END AS x, (range % 1000 / 10)::DECIMAL(7,2) AS price, "
        + "CASE WHEN range % 6 = 0 THEN NULL ELSE [range, NULL, range + 1] END AS list";

    [Theory]
    [InlineData(1, 2_048)]
    [InlineData(2, 16_384)]
    [InlineData(3, 5_000)]
    public async Task Every_row_is_delivered_once_with_its_place_and_values(int readers, int batchRows)
    {
        await using var fixture = new ScanFixture(options => options with { BatchRows = batchRows, AssignmentRows = 20_000 });
        var path = fixture.Folder.Parquet("a.parquet", Mixed + " FROM range(70001)", ", ROW_GROUP_SIZE 10240");
        var snapshot = await fixture.SurveyAsync("a.parquet");
        Assert.True(snapshot.Files[0].RowGroups.Count > 5);
        Assert.True(fixture.Engine.Plan(snapshot).Count > 2);
        var rows = await fixture.RowsAsync(snapshot, readers);

        var expected = TestFolder.Sql(
            $"SELECT '0:' || file_row_number || '=' || concat_ws('|', id, coalesce(flag::VARCHAR, 'NULL'), coalesce(name, 'NULL'), "
            + "coalesce(replace(x::VARCHAR || '$', '.0$', '') , 'NULL'), price, coalesce(replace(list::VARCHAR, ' ', ''), 'NULL')) "
            + $"FROM read_parquet('{path}', file_row_number = true)");
        Assert.Equal(expected.Select(row => row.Replace("$", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Readers_share_the_row_groups()
    {
        await using var fixture = new ScanFixture(options => options with { AssignmentRows = 1, BatchRows = 2_048 });
        fixture.Folder.Parquet("a.parquet", "SELECT range AS id FROM range(20480)", ", ROW_GROUP_SIZE 2048");
        var snapshot = await fixture.SurveyAsync("a.parquet");
        using var scan = fixture.Engine.OpenScan(snapshot, fixture.Engine.Plan(snapshot), null, 2);
        var seen = new List<long>();
        for (var turn = 0; turn < 10; turn++)
        {
            using var batch = scan.Readers[turn % 2].Read(ScanFixture.Token);
            seen.Add(batch!.FirstRow);
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => i * 2_048L), seen.Order());
        Assert.Null(scan.Readers[0].Read(ScanFixture.Token));
        Assert.Null(scan.Readers[1].Read(ScanFixture.Token));
    }

    [Fact]
    public async Task Files_in_another_order_or_split_differently_give_the_same_rows()
    {
        await using var fixture = new ScanFixture(options => options with { AssignmentRows = 3_000 });
        fixture.Folder.Parquet("one/a.parquet", Mixed + " FROM range(30000)", ", ROW_GROUP_SIZE 4096");
        for (var i = 0; i < 5; i++)
        {
            fixture.Folder.Parquet($"many/{9 - i}.parquet", $"{Mixed} FROM range({i * 6000}, {(i + 1) * 6000})", ", ROW_GROUP_SIZE 2048");
        }

        static IEnumerable<string> Values(List<string> rows) => rows.Select(row => row[(row.IndexOf('=') + 1)..]).Order(StringComparer.Ordinal);
        var one = await fixture.RowsAsync(await fixture.SurveyAsync("one"), 2);
        var many = await fixture.RowsAsync(await fixture.SurveyAsync("many"), 2);
        Assert.Equal(30_000, one.Count);
        Assert.Equal(Values(one), Values(many));
    }

    [Fact]
    public async Task Types_are_delivered_as_the_conversion_table_says()
    {
        await using var fixture = new ScanFixture();
        fixture.Folder.Parquet(
            "a.parquet",
            "SELECT true AS a, 1::TINYINT AS b, 2::SMALLINT AS c, 3::INTEGER AS d, 4::BIGINT AS e, 5::UTINYINT AS f, 6::USMALLINT AS g, 7::UINTEGER AS h, "
            + "18446744073709551615::UBIGINT AS i, 1.5::FLOAT AS j, 2.5::DOUBLE AS k, 12.34::DECIMAL(4,2) AS l, -1.5::DECIMAL(30,2) AS m, 'ö' AS n, "
            + "'\\xAA'::BLOB AS o, DATE '1970-01-03' AS p, TIME '00:00:01' AS q, TIMESTAMP '1970-01-01 00:00:01' AS r, "
            + "TIMESTAMPTZ '1970-01-01 00:00:01+00' AS s, TIMESTAMP_NS '1970-01-01 00:00:00.000000001' AS t, "
            + "'00112233-4455-6677-8899-aabbccddeeff'::UUID AS u, ['x', NULL] AS v, {'k': 1} AS w, MAP {'k': 1} AS x");
        var row = Assert.Single(await fixture.RowsAsync(await fixture.SurveyAsync("a.parquet")));
        Assert.Equal(
            "0:0=true|1|2|3|4|5|6|7|18446744073709551615|1.5|2.5|12.34|-1.50|ö|0xAA|2d|1000000us|1000000us|1000000us UTC|1ns|"
            + "00112233-4455-6677-8899-aabbccddeeff|[x,NULL]|{'k': 1}|{k=1}",
            row);
    }

    [Fact]
    public async Task Int96_is_a_point_in_time()
    {
        await using var fixture = new ScanFixture();
        var data = SharedData.Folder("parquet-testing");
        var rows = await fixture.RowsAsync(await fixture.SurveyAsync(Path.Combine(data, "data", "alltypes_plain.snappy.parquet")), columns: ["id", "timestamp_col"]);

        // 2009-04-01 00:00:00 and 00:01:00 UTC, as the file's README of apache/parquet-testing describes the table.
        Assert.Equal(["0:0=6|1238544000000000us UTC", "0:1=7|1238544060000000us UTC"], rows);
    }

    [Fact]
    public async Task Nanoseconds_of_points_in_time_are_kept()
    {
        await using var fixture = new ScanFixture(options => options with { BatchRows = 2_048 });
        var time = new Parquet.Schema.DateTimeDataField("at", Parquet.Schema.DateTimeFormat.Timestamp, true, Parquet.Schema.DateTimeTimeUnit.Nanos, true);
        var id = new Parquet.Schema.DataField<int>("id");
        await using (var stream = File.Create(fixture.Folder.At("a.parquet")))
        {
            await using var writer = await Parquet.ParquetWriter.CreateAsync(new Parquet.Schema.ParquetSchema(time, id), stream, cancellationToken: ScanFixture.Token);
            for (var part = 0; part < 3; part++)
            {
                var rows = Enumerable.Range(part * 3000, 3000).ToArray();
                using var group = writer.CreateRowGroup();
                await group.WriteAsync<DateTime>(time, rows.Select(row => row % 10 == 0 ? (DateTime?)null : DateTime.UnixEpoch.AddTicks(row)).ToArray(), cancellationToken: ScanFixture.Token);
                await group.WriteAsync<int>(id, rows, cancellationToken: ScanFixture.Token);
            }
        }

        var snapshot = await fixture.SurveyAsync("a.parquet");
        Assert.Equal("timestamp[ns, UTC]", snapshot.Files[0].Columns[0].Type);
        var expected = Enumerable.Range(0, 9000).Select(row => $"0:{row}={(row % 10 == 0 ? "NULL" : $"{row * 100}ns UTC")}|{row}");
        Assert.Equal(expected, await fixture.RowsAsync(snapshot));
    }

    [Fact]
    public async Task Columns_are_found_by_exact_name_and_missing_ones_are_left_out()
    {
        await using var fixture = new ScanFixture();
        await WriteCaseCollidingAsync(fixture.Folder.At("a.parquet"));
        var snapshot = await fixture.SurveyAsync("a.parquet");
        Assert.Equal(["0:0=2|1"], await fixture.RowsAsync(snapshot, columns: ["A", "nowhere", "a"]));
        using var scan = fixture.Engine.OpenScan(snapshot, fixture.Engine.Plan(snapshot), ["A", "nowhere", "a"], 1);
        using var batch = scan.Readers[0].Read(ScanFixture.Token);
        Assert.Equal(["A", "a"], batch!.Rows.Schema.FieldsList.Select(field => field.Name));
    }

    [Fact]
    public async Task Partition_keys_are_text_and_win_over_columns()
    {
        await using var fixture = new ScanFixture();
        fixture.Folder.Parquet("t/k=007/a.parquet", "SELECT 1 AS v, 5 AS k");
        fixture.Folder.Parquet("t/k=__HIVE_DEFAULT_PARTITION__/b.parquet", "SELECT 2 AS v");
        Assert.Equal(["0:0=1|007", "1:0=2|NULL"], await fixture.RowsAsync(await fixture.SurveyAsync("t")));
    }

    [Fact]
    public async Task A_file_with_a_column_named_like_the_row_number_is_read_whole()
    {
        await using var fixture = new ScanFixture(options => options with { AssignmentRows = 1 });
        fixture.Folder.Parquet("a.parquet", "SELECT range + 5 AS file_row_number FROM range(5000)", ", ROW_GROUP_SIZE 2048");
        var snapshot = await fixture.SurveyAsync("a.parquet");
        var rows = await fixture.RowsAsync(snapshot, 2);
        Assert.Single(fixture.Engine.Plan(snapshot));
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"0:{i}={i + 5}"), rows);
    }

    [Fact]
    public async Task Long_texts_end_a_batch_early()
    {
        await using var fixture = new ScanFixture(options => options with { BatchBytes = 1 << 20 });
        fixture.Folder.Parquet("a.parquet", "SELECT repeat('x', 10000) || range AS v FROM range(1000)");
        var snapshot = await fixture.SurveyAsync("a.parquet");
        using var scan = fixture.Engine.OpenScan(snapshot, fixture.Engine.Plan(snapshot), null, 1);
        var rows = 0;
        while (scan.Readers[0].Read(ScanFixture.Token) is { } batch)
        {
            Assert.InRange(batch.Rows.Length, 1, 110);
            rows += batch.Rows.Length;
            batch.Dispose();
        }

        Assert.Equal(1000, rows);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_arrives_as_bytes_for_its_row_group_alone()
    {
        await using var fixture = new ScanFixture(options => options with { BatchRows = 2_048 });
        var path = fixture.Folder.Parquet(
            "a.parquet",
            "SELECT range AS id, CASE WHEN range % 3 = 0 THEN NULL WHEN range = 5000 THEN 'zz@zz' ELSE 'v' || range END AS bad, 'ok' || range AS good FROM range(10240)",
            ", ROW_GROUP_SIZE 4096, COMPRESSION uncompressed");
        Corrupt(path, "zz@zz"u8, 2);
        Assert.Throws<DuckDB.NET.Data.DuckDBException>(() => TestFolder.Sql($"SELECT bad FROM '{path}'"));
        var snapshot = await fixture.SurveyAsync("a.parquet");
        Assert.Equal([4096L, 4096L, 2048L], snapshot.Files[0].RowGroups.Select(group => group.Rows));

        using var scan = fixture.Engine.OpenScan(snapshot, fixture.Engine.Plan(snapshot), null, 1);
        var types = new Dictionary<long, (ArrowTypeId Bad, ArrowTypeId Good)>();
        var rows = 0;
        while (scan.Readers[0].Read(ScanFixture.Token) is { } batch)
        {
            Assert.Equal(rows, batch.FirstRow);
            types[batch.FirstRow] = (batch.Rows.Column("bad").Data.DataType.TypeId, batch.Rows.Column("good").Data.DataType.TypeId);
            for (var i = 0; i < batch.Rows.Length; i++, rows++)
            {
                var isBytes = rows is >= 4096 and < 8192;
                var text = rows % 3 == 0 ? "NULL" : rows == 5000 ? "0x7A7AFF7A7A" : isBytes ? $"0x{Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes($"v{rows}"))}" : $"v{rows}";
                Assert.Equal($"{rows}|{text}|ok{rows}", string.Join('|', batch.Rows.Arrays.Select(array => ScanFixture.Show(array, i))));
            }

            batch.Dispose();
        }

        Assert.Equal(10_240, rows);
        Assert.All(types, type => Assert.Equal(type.Key is >= 4096 and < 8192 ? (ArrowTypeId.Binary, ArrowTypeId.String) : (ArrowTypeId.String, ArrowTypeId.String), type.Value));
    }

    [Fact]
    public async Task A_damaged_page_stops_the_run_and_names_file_and_row_group_without_data()
    {
        await using var fixture = new ScanFixture(options => options with { AssignmentRows = 1 });
        var path = fixture.Folder.Parquet("a.parquet", "SELECT 'secret' || range AS v FROM range(8192)", ", ROW_GROUP_SIZE 2048, COMPRESSION zstd");
        var snapshot = await fixture.SurveyAsync("a.parquet");
        var bytes = await File.ReadAllBytesAsync(path, ScanFixture.Token);
        var offset = (int)snapshot.Files[0].RowGroups[0].CompressedBytes;
        bytes.AsSpan(offset + 40, (int)snapshot.Files[0].RowGroups[1].CompressedBytes - 80).Fill(0xA5);
        await File.WriteAllBytesAsync(path, bytes, ScanFixture.Token);
        snapshot = await fixture.SurveyAsync("a.parquet");
        var failed = await Assert.ThrowsAsync<InputReadException>(() => fixture.RowsAsync(snapshot));
        Assert.Equal(("a.parquet", 1), (failed.Path, failed.RowGroup));
        Assert.DoesNotContain("secret", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changes_or_vanishes_while_it_is_read_stops_the_run()
    {
        await using var fixture = new ScanFixture(options => options with { AssignmentRows = 1, BatchRows = 2_048 });
        var path = fixture.Folder.Parquet("a.parquet", "SELECT range AS v FROM range(40960)", ", ROW_GROUP_SIZE 4096");
        var snapshot = await fixture.SurveyAsync("a.parquet");
        using var scan = fixture.Engine.OpenScan(snapshot, fixture.Engine.Plan(snapshot), null, 2);
        scan.Readers[0].Read(ScanFixture.Token)!.Dispose();
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        Assert.Equal("a.parquet", Assert.Throws<InputChangedException>(() => ScanFixture.Drain(scan.Readers[0])).Path);
        File.Delete(path);
        Assert.Equal("vanished", Assert.Throws<InputChangedException>(() => ScanFixture.Drain(scan.Readers[1])).Change);
    }

    [Fact]
    public async Task Cancelling_stops_a_reader()
    {
        await using var fixture = new ScanFixture(options => options with { BatchRows = 2_048 });
        fixture.Folder.Parquet("a.parquet", "SELECT range AS v FROM range(1000000)");
        var snapshot = await fixture.SurveyAsync("a.parquet");
        using var scan = fixture.Engine.OpenScan(snapshot, fixture.Engine.Plan(snapshot), null, 1);
        using var cancel = new CancellationTokenSource();
        scan.Readers[0].Read(cancel.Token)!.Dispose();
        await cancel.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() => scan.Readers[0].Read(cancel.Token));
    }

    [Fact]
    public void Options_out_of_range_are_named_together()
    {
        var failed = Assert.Throws<EngineException>(() => EmbeddedEngine.Open(new EngineOptions { TempFolder = Path.GetTempPath(), BatchRows = 1, RowGroupRows = 1 }));
        Assert.Contains("BatchRows is 1", failed.Message, StringComparison.Ordinal);
        Assert.Contains("RowGroupRows is 1", failed.Message, StringComparison.Ordinal);
    }

    /// <summary>Replaces the byte at <paramref name="at"/> in every copy of a text with 0xFF.</summary>
    private static void Corrupt(string path, ReadOnlySpan<byte> text, int at)
    {
        var bytes = File.ReadAllBytes(path);
        for (var from = bytes.AsSpan().IndexOf(text); from >= 0; from = bytes.AsSpan().IndexOf(text))
        {
            bytes[from + at] = 0xFF;
        }

        File.WriteAllBytes(path, bytes);
    }

    private static async Task WriteCaseCollidingAsync(string path)
    {
        var schema = new Parquet.Schema.ParquetSchema(new Parquet.Schema.DataField<int>("a"), new Parquet.Schema.DataField<int>("A"));
        await using var stream = File.Create(path);
        await using var writer = await Parquet.ParquetWriter.CreateAsync(schema, stream, cancellationToken: ScanFixture.Token);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync<int>(schema.DataFields[0], new[] { 1 }, cancellationToken: ScanFixture.Token);
        await group.WriteAsync<int>(schema.DataFields[1], new[] { 2 }, cancellationToken: ScanFixture.Token);
    }
}
