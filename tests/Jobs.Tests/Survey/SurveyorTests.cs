using Millrace.Jobs.Stages;
using Millrace.Jobs.Survey;
using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Survey;

public sealed class SurveyorTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task<Snapshot> SurveyAsync(InputSpec spec) => new Surveyor(new SurveyOptions()).SurveyAsync(spec, _folder.Path, Token);

    private static InputSpec Files(params string[] files) => new() { Files = files };

    [Fact]
    public async Task Footers_give_rows_groups_types_and_statistics()
    {
        var query = "SELECT range::INTEGER AS id, CASE WHEN range % 4 = 0 THEN NULL ELSE range * 0.5 END::DOUBLE AS half, 'x' || range AS name, "
            + "DATE '2020-01-01' + range::INTEGER AS day, (range / 100)::DECIMAL(9,2) AS price, TIMESTAMPTZ '2020-01-01 00:00:00+00' AS at FROM range(100000)";
        _folder.Parquet("a.parquet", query, ", ROW_GROUP_SIZE 40960");
        var snapshot = await SurveyAsync(Files("a.parquet"));
        var file = Assert.Single(snapshot.Files);
        Assert.Equal("a.parquet", file.Path);
        Assert.Equal(100_000, snapshot.Rows);
        Assert.Equal(100_000, file.RowGroups.Sum(group => group.Rows));
        Assert.True(file.RowGroups.Count > 1);
        Assert.Equal(["int32", "float64", "string", "date", "decimal(9,2)", "timestamp[us, UTC]"], file.Columns.Select(column => column.Type));
        var first = file.RowGroups[0].Columns;
        Assert.Equal("0", first[0]!.Minimum);
        Assert.Equal(file.RowGroups[0].Rows / 4, first[1]!.NullCount);
        Assert.Null(first[2]!.Minimum);
        Assert.Equal("2020-01-01", first[3]!.Minimum);
        Assert.Equal("0.00", first[4]!.Minimum);
        Assert.StartsWith("2020-01-01T00:00:00", first[5]!.Minimum!);
    }

    [Fact]
    public async Task Partitions_are_decoded_and_never_guessed()
    {
        _folder.Parquet("t/day=01/city=K%C3%B6ln%20a/a.parquet", "SELECT 1 AS v");
        _folder.Parquet("t/day=__HIVE_DEFAULT_PARTITION__/city=100%/b.parquet", "SELECT 1 AS v");
        var snapshot = await SurveyAsync(Files("t"));
        Assert.Equal([new PartitionValue("day", "01"), new("city", "Köln a")], snapshot.Files[0].Partitions);
        Assert.Equal([new PartitionValue("day", null), new("city", "100%")], snapshot.Files[1].Partitions);
        var one = await SurveyAsync(Files("t/day=01"));
        Assert.Equal(snapshot.Files[0].Partitions, one.Files[0].Partitions);
    }

    [Fact]
    public async Task Listing_skips_hidden_names_keeps_order_and_lists_each_file_once()
    {
        foreach (var name in new[] { "b.parquet", "a/z.parquet", "_SUCCESS", ".crc", "_tmp/x.parquet", "_k=1/y.parquet", "\uFF41.parquet", "\U0001F600.parquet" })
        {
            _folder.Parquet("t/" + name, "SELECT 1 AS v");
        }

        var all = await SurveyAsync(Files("t", "t/b.parquet", "t/**/*.parquet"));
        Assert.Equal(["t/_k=1/y.parquet", "t/a/z.parquet", "t/b.parquet", "t/\uFF41.parquet", "t/\U0001F600.parquet"], all.Files.Select(file => file.Path));
        Assert.Equal([0, 1, 2, 3, 4], all.Files.Select(file => file.Ordinal));
    }

    [Theory]
    [InlineData("t/*.parquet", "t/a1.parquet,t/b2.parquet")]
    [InlineData("t/?1.parquet", "t/a1.parquet")]
    [InlineData("t/[b-z]*.parquet", "t/b2.parquet")]
    [InlineData("t/[!b]*.parquet", "t/a1.parquet")]
    [InlineData("t/{a1,c3}.parquet", "t/a1.parquet")]
    [InlineData("t/**/c3.parquet", "t/x/y/c3.parquet")]
    [InlineData("**", "t/a1.parquet,t/b2.parquet,t/x/y/c3.parquet")]
    [InlineData("t/*", "t/a1.parquet,t/b2.parquet,t/x/y/c3.parquet")]
    public async Task Globs_match(string glob, string expected)
    {
        _folder.Parquet("t/a1.parquet", "SELECT 1 AS v");
        _folder.Parquet("t/b2.parquet", "SELECT 1 AS v");
        _folder.Parquet("t/x/y/c3.parquet", "SELECT 1 AS v");
        Assert.Equal(expected, string.Join(',', (await SurveyAsync(Files(glob))).Files.Select(file => file.Path)));
    }

    [Fact]
    public async Task Bad_files_are_named_with_their_reason()
    {
        var good = _folder.Parquet("t/good.parquet", "SELECT range AS v FROM range(1000)");
        var bytes = await File.ReadAllBytesAsync(good, Token);
        await File.WriteAllBytesAsync(_folder.At("t", "cut.parquet"), bytes[..(bytes.Length / 2)], Token);
        await File.WriteAllBytesAsync(_folder.At("t", "empty.parquet"), [], Token);
        await File.WriteAllBytesAsync(_folder.At("t", "readme.md"), "# hello"u8.ToArray(), Token);
        await File.WriteAllBytesAsync(_folder.At("t", "secret.parquet"), [.. "PARE"u8, .. new byte[20], .. "PARE"u8], Token);
        var longFooter = bytes.ToArray();
        longFooter[^5] = 0x7F;
        await File.WriteAllBytesAsync(_folder.At("t", "long.parquet"), longFooter, Token);
        var garbled = bytes.ToArray();
        garbled.AsSpan(garbled.Length - 8 - BitConverter.ToInt32(garbled, garbled.Length - 8), 20).Fill(0xFF);
        await File.WriteAllBytesAsync(_folder.At("t", "garbled.parquet"), garbled, Token);

        var snapshot = await SurveyAsync(Files("t") with { OnBadFile = BadFilePolicy.Quarantine, MaxBadFiles = 6 });
        Assert.Equal(
            [
                ("t/cut.parquet", BadFileFault.Truncated), ("t/empty.parquet", BadFileFault.Empty), ("t/garbled.parquet", BadFileFault.Corrupt),
                ("t/long.parquet", BadFileFault.Corrupt), ("t/readme.md", BadFileFault.Foreign), ("t/secret.parquet", BadFileFault.Encrypted),
            ],
            snapshot.BadFiles.Select(file => (file.Path, file.Fault)));
        Assert.Equal("t/good.parquet", Assert.Single(snapshot.Files).Path);

        var failed = await Assert.ThrowsAsync<SurveyException>(() => SurveyAsync(Files("t")));
        Assert.Contains("t/cut.parquet: the file is truncated", failed.Message, StringComparison.Ordinal);
        Assert.Equal(6, failed.BadFiles.Count);
        await Assert.ThrowsAsync<SurveyException>(() => SurveyAsync(Files("t") with { OnBadFile = BadFilePolicy.Quarantine, MaxBadFiles = 5 }));
    }

    [Fact]
    public async Task Nothing_to_read_says_what_was_looked_for()
    {
        Directory.CreateDirectory(_folder.At("empty"));
        _folder.Text("bad/x.parquet", "no");
        Assert.Contains("is not there", (await Assert.ThrowsAsync<SurveyException>(() => SurveyAsync(Files("nowhere")))).Message, StringComparison.Ordinal);
        Assert.Contains("no input file", (await Assert.ThrowsAsync<SurveyException>(() => SurveyAsync(Files("empty")))).Message, StringComparison.Ordinal);
        Assert.Contains("no input file", (await Assert.ThrowsAsync<SurveyException>(() => SurveyAsync(Files("*.csv")))).Message, StringComparison.Ordinal);
        var none = await Assert.ThrowsAsync<SurveyException>(() => SurveyAsync(Files("bad") with { OnBadFile = BadFilePolicy.Quarantine }));
        Assert.Contains("None of the 1", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_differences_are_listed_per_file_and_column()
    {
        _folder.Parquet("t/k=1/a.parquet", "SELECT 1::BIGINT AS id, 2.0::DOUBLE AS price, 'x' AS note");
        _folder.Parquet("t/k=2/b.parquet", "SELECT 1::INTEGER AS id, 2.0::DOUBLE AS Price, 3 AS extra, 4 AS k");
        var differences = (await SurveyAsync(Files("t"))).Differences;
        Assert.Equal(
            [
                new("t/k=2/b.parquet", "k", SchemaDifferenceKind.PartitionKey, "partition key", "int32"),
                new("t/k=2/b.parquet", "id", SchemaDifferenceKind.OtherType, "int64", "int32"),
                new("t/k=2/b.parquet", "price", SchemaDifferenceKind.Missing, "float64", null),
                new("t/k=2/b.parquet", "note", SchemaDifferenceKind.Missing, "string", null),
                new("t/k=2/b.parquet", "Price", SchemaDifferenceKind.CaseCollision, "price", "float64"),
                new("t/k=2/b.parquet", "extra", SchemaDifferenceKind.Extra, null, "int32"),
                new SchemaDifference("t/k=2/b.parquet", "k", SchemaDifferenceKind.Extra, null, "int32"),
            ],
            differences);
    }

    [Fact]
    public async Task A_changed_or_vanished_file_is_noticed()
    {
        var path = _folder.Parquet("a.parquet", "SELECT range AS v FROM range(1000)");
        var snapshot = await SurveyAsync(Files("a.parquet"));
        var file = snapshot.Files[0];
        snapshot.VerifyUnchanged(file);

        File.SetLastWriteTimeUtc(path, file.ModifiedUtc.AddSeconds(1));
        Assert.Equal("was written to", Assert.Throws<InputChangedException>(() => snapshot.VerifyUnchanged(file)).Change);

        var bytes = await File.ReadAllBytesAsync(path, Token);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Token);
        File.SetLastWriteTimeUtc(path, file.ModifiedUtc);
        Assert.Equal("changed content", Assert.Throws<InputChangedException>(() => snapshot.VerifyUnchanged(file)).Change);

        await File.AppendAllTextAsync(path, "x", Token);
        Assert.Equal("changed size", Assert.Throws<InputChangedException>(() => snapshot.VerifyUnchanged(file)).Change);

        File.Delete(path);
        var vanished = Assert.Throws<InputChangedException>(() => snapshot.VerifyUnchanged(file));
        Assert.Equal("a.parquet vanished since the run surveyed it. Let nothing write to the input while a run reads it, and run again.", vanished.Message);
    }

    [Fact]
    public async Task Csv_columns_come_from_the_header()
    {
        _folder.Text("a.csv", "id,\"na\"\"me\"\n1,x\n");
        var csv = (await SurveyAsync(Files("a.csv") with { Format = InputFormat.Csv })).Files[0];
        Assert.Equal(["id", "na\"me"], csv.Columns.Select(column => column.Name));
        var plain = (await SurveyAsync(Files("a.csv") with { Format = InputFormat.Csv, Csv = new() { Header = false } })).Files[0];
        Assert.Equal(["column0", "column1"], plain.Columns.Select(column => column.Name));
    }

    [Fact]
    public async Task Real_edge_case_files_survey_or_are_named()
    {
        var data = SharedData.Folder("parquet-testing");
        var spec = Files(Path.Combine(data, "data"), Path.Combine(data, "bad_data")) with { OnBadFile = BadFilePolicy.Quarantine, MaxBadFiles = 1_000 };
        var snapshot = await SurveyAsync(spec);
        Assert.True(snapshot.Files.Count > 30, $"{snapshot.Files.Count} files were read.");
        Assert.All(snapshot.BadFiles, file => Assert.NotEmpty(file.Reason));
        var types = snapshot.Files.Single(file => file.Path.EndsWith("/alltypes_plain.snappy.parquet", StringComparison.Ordinal)).Columns;
        Assert.Equal("int96", types.Single(column => column.Name == "timestamp_col").Type);
        var list = snapshot.Files.Single(file => file.Path.EndsWith("/repeated_primitive_no_list.parquet", StringComparison.Ordinal)).Columns;
        Assert.Equal("list<int32>", list.Single(column => column.Name == "Int32_list").Type);
    }

    [Fact]
    public async Task A_range_that_runs_backwards_is_named()
    {
        _folder.Parquet("a.parquet", "SELECT 1 AS v");
        var refused = await Assert.ThrowsAsync<SurveyException>(() => SurveyAsync(Files("[z-a]*.parquet")));
        Assert.Contains("The pattern '[z-a]*.parquet' cannot be read", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partition_values_are_part_of_what_an_input_is()
    {
        _folder.Parquet("t/day=01/a.parquet", "SELECT 1 AS v");
        var keys = new[] { SnapshotKey.Of(await SurveyAsync(Files("t"))), SnapshotKey.Of(await SurveyAsync(Files("t") with { HivePartitions = false })), SnapshotKey.Of(await SurveyAsync(Files("t/day=01"))) };
        Assert.NotEqual(keys[0], keys[1]);
        Assert.Equal(keys[0], keys[2]);
    }
}
