using Apache.Arrow;
using Millrace.Features.Splitting;
using Millrace.Features.Tests.Encoders;

namespace Millrace.Features.Tests.Splitting;

public class SplitterTests
{
    private const int Rows = 20_000;

    [Fact]
    public void Shares_are_kept_and_depend_on_the_row_alone()
    {
        var table = Numbers();
        var splitter = Splitter.Create(new HashSplitSpec { Validation = 0.2, Test = 0.1 }, table.Contract);
        var parts = Assign(splitter, table.Batch());
        Assert.InRange(parts.Count(part => part == SplitPart.Validation), 0.19 * Rows, 0.21 * Rows);
        Assert.InRange(parts.Count(part => part == SplitPart.Test), 0.09 * Rows, 0.11 * Rows);
        int[] some = [17, 3, 900];
        Assert.Equal(some.Select(row => parts[row]), Assign(splitter, table.Batch(some)));
    }

    [Fact]
    public void Another_split_seed_gives_another_split()
    {
        var table = Numbers();
        var one = Assign(Splitter.Create(new HashSplitSpec { SplitSeed = 1 }, table.Contract), table.Batch());
        var two = Assign(Splitter.Create(new HashSplitSpec { SplitSeed = 2 }, table.Contract), table.Batch());
        Assert.InRange(one.Zip(two).Count(pair => pair.First == SplitPart.Test && pair.Second == SplitPart.Test), 0, 0.04 * Rows);
    }

    [Fact]
    public void Groups_stay_together()
    {
        var table = new CleanTable()
            .Doubles("a", [.. Enumerable.Range(0, 3_000).Select(row => (double?)row)])
            .Strings("g", [.. Enumerable.Range(0, 3_000).Select(row => row % 300 == 0 ? null : $"group {row % 300}")]);
        var parts = Assign(Splitter.Create(new HashSplitSpec { By = ["g"], Test = 0.3 }, table.Contract), table.Batch());
        var groups = parts.Select((part, row) => (part, row)).GroupBy(each => each.row % 300).ToList();
        Assert.All(groups, group => Assert.Single(group.Select(each => each.part).Distinct()));
        Assert.Equal(3, groups.Select(group => group.First().part).Distinct().Count());
    }

    [Fact]
    public void Two_cuts_divide_time_and_the_cut_belongs_to_the_later_part()
    {
        var table = new CleanTable().Times("t", "2012-12-31T23:59:59", "2013-01-01T00:00:00", "2013-01-31T23:00:00", "2013-02-01T12:00:00", null);
        var parts = Assign(Splitter.Create(new TimeSplitSpec { Column = "t", Cuts = ["2013-01-01", "2013-02-01T12:00:00"] }, table.Contract), table.Batch());
        Assert.Equal([SplitPart.Train, SplitPart.Validation, SplitPart.Validation, SplitPart.Test, SplitPart.Train], parts);
    }

    [Fact]
    public void One_cut_takes_validation_from_the_earlier_rows()
    {
        var table = new CleanTable().Times("t", [.. Enumerable.Range(0, 2_000).Select(row => row % 2 == 0 ? $"2012-01-01T00:{row / 60 % 60:00}:{row % 60:00}" : "2014-05-05")])
            .Longs("a", [.. Enumerable.Range(0, 2_000).Select(row => (long?)row)]);
        var parts = Assign(Splitter.Create(new TimeSplitSpec { Column = "t", Cuts = ["2013-01-01"], Validation = 0.25 }, table.Contract), table.Batch());
        Assert.All(parts.Where((_, row) => row % 2 == 1), part => Assert.Equal(SplitPart.Test, part));
        Assert.InRange(parts.Count(part => part == SplitPart.Validation), 200, 300);
    }

    [Fact]
    public void Values_of_a_column_name_the_part()
    {
        var table = new CleanTable().Longs("k", 1, 2, 3, null);
        var spec = new ColumnSplitSpec { Column = "k", Test = ["2"], Validation = ["3"] };
        Assert.Equal([SplitPart.Train, SplitPart.Test, SplitPart.Validation, SplitPart.Train], Assign(Splitter.Create(spec, table.Contract), table.Batch()));
    }

    [Fact]
    public void Files_name_the_part_and_the_rest_is_shared()
    {
        var table = Numbers();
        int[] files = [.. Enumerable.Range(0, Rows).Select(row => row % 2)];
        var splitter = Splitter.Create(new FilesSplitSpec { Test = ["test.parquet"], Validation = 0.5 }, table.Contract, [null, SplitPart.Test]);
        var parts = Assign(splitter, table.Batch(files: files));
        Assert.All(parts.Where((_, row) => row % 2 == 1), part => Assert.Equal(SplitPart.Test, part));
        Assert.InRange(parts.Count(part => part == SplitPart.Validation), 0.24 * Rows, 0.26 * Rows);
        Assert.DoesNotContain(SplitPart.Test, Assign(Splitter.Create(splitter.Spec, table.Contract), table.Batch()));
    }

    [Fact]
    public void Every_fault_is_reported()
    {
        var contract = new CleanTable().Doubles("a", 1).Contract;
        Assert.Equal(["Validation", "Test", "By"], Splitter.Check(new HashSplitSpec { Validation = double.NaN, Test = 1.5, By = ["b"] }, contract).Select(fault => fault.Member).Distinct());
        Assert.Equal(["Column", "Cuts", "Cuts"], Splitter.Check(new TimeSplitSpec { Column = "a", Cuts = ["x", "y"] }, contract).Select(fault => fault.Member));
        Assert.Equal(["Cuts"], Splitter.Check(new TimeSplitSpec { Column = "t", Cuts = ["2013-01-02", "2013-01-01"] }, new CleanTable().Times("t", (string?)null).Contract).Select(fault => fault.Member));
        Assert.Equal(["Column", "Test"], Splitter.Check(new ColumnSplitSpec { Column = "a" }, contract).Select(fault => fault.Member));
        Assert.Equal(["Test"], Splitter.Check(new FilesSplitSpec(), contract).Select(fault => fault.Member));
        Assert.Equal(2, Assert.Throws<SplitSpecException>(() => Splitter.Create(new ColumnSplitSpec { Column = "nowhere" }, contract)).Faults.Count);
    }

    private static CleanTable Numbers() => new CleanTable().Longs("a", [.. Enumerable.Range(0, Rows).Select(row => (long?)row)]);

    private static SplitPart[] Assign(Splitter splitter, RecordBatch batch)
    {
        using (batch)
        {
            var parts = new SplitPart[batch.Length];
            System.Array.Fill(parts, SplitPart.Test);
            splitter.Assign(batch, parts);
            return parts;
        }
    }
}
