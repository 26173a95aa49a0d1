using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Tests.Engine;

public sealed class CsvScanTests
{
    [Fact]
    public async Task Every_row_counts_good_or_bad()
    {
        await using var fixture = new ScanFixture();
        fixture.Folder.Text("t/k=1/a.csv", "id,name\n1,x\n2\n\"3\",\"a,\"\"b\"\n4,y,z\n5,\n6,\"\"\n7,\"open\n8,end\n");
        var rows = await fixture.RowsAsync(await fixture.SurveyAsync(new InputSpec { Files = ["t"], Format = InputFormat.Csv }), columns: ["name", "k", "id"]);
        Assert.Equal(
            [
                "0:0=x|1|1", "0:1!csv:field_count=2", "0:2=a,\"b|1|3", "0:3!csv:field_count=4,y,z", "0:4=NULL|1|5", "0:5=|1|6", "0:6!csv:quote=7,\"open", "0:7=end|1|8",
            ],
            rows);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_arrives_as_bytes()
    {
        await using var fixture = new ScanFixture();
        await File.WriteAllBytesAsync(fixture.Folder.At("a.csv"), [.. "a,b\nok,x"u8, 0xC3, .. "\n"u8, 0xA4, .. ",y\n"u8], ScanFixture.Token);
        var rows = await fixture.RowsAsync(await fixture.SurveyAsync(new InputSpec { Files = ["a.csv"], Format = InputFormat.Csv }));
        Assert.Equal(["0:0=0x6F6B|0x78C3", "0:1=0xA4|0x79"], rows);
    }

    [Fact]
    public async Task Two_readers_share_the_files()
    {
        await using var fixture = new ScanFixture(options => options with { BatchRows = 2_048 });
        for (var i = 0; i < 4; i++)
        {
            fixture.Folder.Text($"t/{i}.csv", "v\n" + string.Concat(Enumerable.Range(i * 5000, 5000).Select(v => $"{v}\n")));
        }

        var snapshot = await fixture.SurveyAsync(new InputSpec { Files = ["t"], Format = InputFormat.Csv });
        var rows = await fixture.RowsAsync(snapshot, 2);
        Assert.Equal(Enumerable.Range(0, 20_000).Select(v => $"{v / 5000}:{v % 5000}={v}").Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }
}
