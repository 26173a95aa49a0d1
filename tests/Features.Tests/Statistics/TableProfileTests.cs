using System.Text;
using System.Text.Json;
using CsCheck;
using Millrace.Features.Statistics;
using Millrace.Features.Tests.Encoders;

namespace Millrace.Features.Tests.Statistics;

public class TableProfileTests
{
    [Fact]
    public void Any_order_and_any_split_of_the_rows_give_the_same_bytes() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int).Sample((rows, seed) =>
        {
            var table = Table(rows, seed);
            var whole = new TableProfile(table.Contract);
            Add(whole, table, null);
            var random = new Random(seed);
            int[] order = [.. Enumerable.Range(0, rows)];
            random.Shuffle(order);
            var parts = Enumerable.Range(0, 3).Select(_ => new TableProfile(table.Contract)).ToArray();
            foreach (var chunk in order.Chunk(1 + (rows / 4)))
            {
                Add(parts[random.Next(3)], table, chunk);
            }

            parts[1].Merge(TableProfile.FromBytes(table.Contract, parts[0].ToBytes()));
            parts[1].Merge(parts[2]);
            Assert.Equal(whole.ToBytes(), parts[1].ToBytes());
            Assert.Equal(whole.ToJson(), parts[1].ToJson());
        }, iter: 15);

    [Fact]
    public void The_json_says_what_the_columns_hold()
    {
        var table = new CleanTable()
            .Doubles("d", 1, 2, 4, null, double.NaN)
            .Strings("s", "b", "a", "a", "é", null)
            .Times("t", "2013-01-01T06:00:00", "2013-02-01T00:00:00", null, null, null);
        var profile = new TableProfile(table.Contract);
        Add(profile, table, null);
        var columns = JsonDocument.Parse(profile.ToJson()).RootElement.GetProperty("columns");
        var d = columns[0];
        Assert.Equal((4, 1, 1), (d.GetProperty("present").GetInt32(), d.GetProperty("nulls").GetInt32(), d.GetProperty("not_finite").GetInt32()));
        Assert.Equal(7.0 / 3, d.GetProperty("numbers").GetProperty("mean").GetDouble());
        Assert.Equal(2.0, d.GetProperty("numbers").GetProperty("quantiles").GetProperty("p50").GetDouble(), 0.02);
        Assert.Equal(3, d.GetProperty("histogram").EnumerateArray().Sum(bin => bin.GetProperty("count").GetInt32()));
        Assert.Equal(3, columns[1].GetProperty("distinct").GetProperty("value").GetInt32());
        Assert.Equal("a", columns[1].GetProperty("top")[0].GetProperty("value").GetString());
        Assert.Equal("b", columns[1].GetProperty("top")[1].GetProperty("value").GetString());
        Assert.Equal("2013-01-01T06:00:00Z", columns[2].GetProperty("numbers").GetProperty("least_time").GetString());
    }

    [Fact]
    public void Quantiles_of_whole_numbers_are_whole_and_those_of_times_are_times()
    {
        const int Rows = 3_000;
        var table = new CleanTable()
            .Longs("few", [.. Enumerable.Range(0, Rows).Select(row => (long?)(row % 4 == 0 ? -3 : 1))])
            .Longs("many", [.. Enumerable.Range(0, Rows).Select(row => (long?)row * 1_000_003)])
            .Times("t", [.. Enumerable.Range(0, Rows).Select(row => $"2013-01-{1 + (row / 100):00}T00:00:00")]);
        var profile = new TableProfile(table.Contract);
        Add(profile, table, null);
        var columns = JsonDocument.Parse(profile.ToJson()).RootElement.GetProperty("columns");

        JsonElement Quantile(int column, string quantiles, string name) => columns[column].GetProperty("numbers").GetProperty(quantiles).GetProperty(name);
        Assert.Equal((-3, 1), (Quantile(0, "quantiles", "p05").GetInt32(), Quantile(0, "quantiles", "p50").GetInt32()));
        Assert.Equal(1_499L * 1_000_003, Quantile(1, "quantiles", "p50").GetInt64());
        Assert.Equal("2013-01-15T12:00:00Z", Quantile(2, "quantile_times", "p50").GetString());
    }

    [Fact]
    public void Whole_numbers_of_too_many_kinds_have_whole_quantiles_near_the_true_ones()
    {
        const int Rows = 110_000;
        var table = new CleanTable().Longs("l", [.. Enumerable.Range(0, Rows).Select(row => (long?)row + 1_000_000)]);
        var profile = new TableProfile(table.Contract);
        Add(profile, table, null);
        var quantiles = JsonDocument.Parse(profile.ToJson()).RootElement.GetProperty("columns")[0].GetProperty("numbers").GetProperty("quantiles");
        Assert.All(quantiles.EnumerateObject(), quantile => Assert.True(quantile.Value.TryGetInt64(out _), quantile.ToString()));
        Assert.InRange(quantiles.GetProperty("p50").GetInt64(), 1_055_000 * 0.992, 1_055_000 * 1.008);
    }

    [Fact]
    public void Personal_columns_show_counts_and_no_value()
    {
        var table = new CleanTable().Strings("s", "Hildegard", "Hildegard", null).Personal("s").Doubles("d", 48151, 62342, 48151).Personal("d");
        var profile = new TableProfile(table.Contract);
        Add(profile, table, null);
        var json = Encoding.UTF8.GetString(profile.ToJson());
        Assert.DoesNotContain("Hildegard", json, StringComparison.Ordinal);
        Assert.DoesNotContain("48151", json, StringComparison.Ordinal);
        Assert.DoesNotContain("62342", json, StringComparison.Ordinal);
        Assert.DoesNotContain("Hildegard", Encoding.UTF8.GetString(profile.ToBytes()), StringComparison.Ordinal);
        Assert.Equal(2, JsonDocument.Parse(json).RootElement.GetProperty("columns")[0].GetProperty("present").GetInt32());
    }

    [Fact]
    public void Texts_of_too_many_kinds_show_the_frequent_ones()
    {
        const int Rows = 120_000;
        var table = new CleanTable().Strings("s", [.. Enumerable.Range(0, Rows).Select(row => row % 9 == 0 ? "often" : $"once {row}")]);
        var profile = new TableProfile(table.Contract);
        Add(profile, table, null);
        var column = JsonDocument.Parse(profile.ToJson()).RootElement.GetProperty("columns")[0];
        Assert.False(column.GetProperty("top_exact").GetBoolean());
        Assert.Equal("often", column.GetProperty("top")[0].GetProperty("value").GetString());
        Assert.InRange(column.GetProperty("top")[0].GetProperty("count").GetInt32(), Rows / 9, (Rows / 9) + (0.01 * Rows));
        Assert.InRange(column.GetProperty("distinct").GetProperty("value").GetInt32(), 0.95 * Rows * 8 / 9, 1.05 * Rows * 8 / 9);
    }

    private static void Add(TableProfile profile, CleanTable table, int[]? rows)
    {
        using var batch = table.Batch(rows);
        profile.Add(batch);
    }

    private static CleanTable Table(int rows, int seed)
    {
        var random = new Random(seed);
        return new CleanTable()
            .Doubles("d", [.. Enumerable.Range(0, rows).Select(_ => random.Next(9) == 0 ? (double?)null : random.NextDouble() * 100)])
            .Longs("l", [.. Enumerable.Range(0, rows).Select(_ => random.Next(9) == 0 ? (long?)null : random.Next(7))])
            .Strings("s", [.. Enumerable.Range(0, rows).Select(_ => random.Next(9) == 0 ? null : $"v{random.Next(20)}")])
            .Lists("v", [.. Enumerable.Range(0, rows).Select(_ => random.Next(9) == 0 ? null : Enumerable.Range(0, random.Next(3)).Select(_ => (double?)1).ToArray())]);
    }
}
