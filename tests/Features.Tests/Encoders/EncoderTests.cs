using Apache.Arrow;
using Millrace.Exact;
using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Lists;
using Millrace.Features.Encoders.Numbers;

namespace Millrace.Features.Tests.Encoders;

public class EncoderTests
{
    [Fact]
    public void Standardise_gives_zero_mean_and_unit_deviation_and_zero_for_missing()
    {
        var table = new CleanTable().Doubles("a", 1, 2, 3, 4, null).Doubles("y", Fitting.Labels(5));
        var (x, report) = Fitting.Encode(Fitting.Fit(table, Fitting.Spec(("a", [new StandardiseSpec()]))), table);
        var deviation = Math.Sqrt(1.25);
        Assert.Equal([(float)(-1.5 / deviation), (float)(-0.5 / deviation), (float)(0.5 / deviation), (float)(1.5 / deviation), 0f], x.Select(row => row[0]));
        Assert.Equal(new ColumnEncodingCounts(1, 0), report.Columns["a"]);
    }

    [Fact]
    public void Zero_deviation_gives_zero()
    {
        var table = new CleanTable().Doubles("a", 7, 7, 7).Doubles("y", Fitting.Labels(3));
        var model = Fitting.Fit(table, Fitting.Spec(("a", [new StandardiseSpec()])));
        var other = new CleanTable().Doubles("a", 7, 1e300, -1).Doubles("y", Fitting.Labels(3));
        Assert.All(Fitting.Encode(model, other).X, row => Assert.Equal(0, row[0]));
    }

    [Theory]
    [InlineData(ImputeStrategy.Mean, null, 3.0)]
    [InlineData(ImputeStrategy.Median, null, 2.0)]
    [InlineData(ImputeStrategy.MostFrequent, null, 1.0)]
    [InlineData(ImputeStrategy.Constant, "-5.5", -5.5)]
    public void Impute_fills_what_its_strategy_says_and_flags_it(ImputeStrategy strategy, string? value, double expected)
    {
        var table = new CleanTable().Doubles("a", 1, 1, 2, 3, 8, null).Doubles("y", Fitting.Labels(6));
        var (x, _) = Fitting.Encode(
            Fitting.Fit(table, Fitting.Spec(("a", [new ImputeSpec { Strategy = strategy, Value = value, Flag = true }, new PassThroughSpec()]))), table);
        Assert.Equal([1f, (float)expected], x[5]);
        Assert.Equal([0f, 8f], x[4]);
    }

    [Fact]
    public void Most_frequent_text_is_imputed_before_one_hot()
    {
        var table = new CleanTable().Strings("a", "b", "a", "b", null).Doubles("y", Fitting.Labels(4));
        var (x, _) = Fitting.Encode(
            Fitting.Fit(table, Fitting.Spec(("a", [new ImputeSpec { Strategy = ImputeStrategy.MostFrequent, Flag = true }, new OneHotSpec()]))), table);
        Assert.Equal([1f, 0f, 1f, 0f, 0f], x[3]);
        Assert.Equal([0f, 1f, 0f, 0f, 0f], x[1]);
    }

    [Fact]
    public void Log_changes_the_value_for_the_steps_after_it()
    {
        var table = new CleanTable().Doubles("a", 0, Math.E - 1, 1 - Math.E, -3).Doubles("y", Fitting.Labels(4));
        var (x, _) = Fitting.Encode(Fitting.Fit(table, Fitting.Spec(("a", [new LogSpec(), new PassThroughSpec()]))), table);
        Assert.Equal(0, x[0][0]);
        Assert.Equal(1, x[1][0], 1e-6);
        Assert.Equal(-1, x[2][0], 1e-6);
        var (shifted, report) = Fitting.Encode(
            Fitting.Fit(table, Fitting.Spec(("a", [new LogSpec { Kind = LogKind.Shift, Shift = 1 }, new StandardiseSpec()]))), table);
        Assert.Equal(2, report.Columns["a"].Missing);
        Assert.Equal([-1f, 1f, 0f, 0f], shifted.Select(row => MathF.Round(row[0], 5)));
    }

    [Fact]
    public void Quantile_normal_of_many_rows_is_the_normal_quantile_of_the_rank()
    {
        var random = new Random(5);
        double?[] values = [.. Enumerable.Range(0, 20_000).Select(_ => (double?)Math.Exp(4 * random.NextDouble()))];
        var table = new CleanTable().Doubles("a", values).Doubles("y", Fitting.Labels(values.Length));
        var (x, _) = Fitting.Encode(Fitting.Fit(table, Fitting.Spec(("a", [new QuantileNormalSpec()]))), table);
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        for (var rank = 200; rank < values.Length - 200; rank += 97)
        {
            Assert.Equal(ExactMath.NormalInverse((rank + 0.5) / values.Length), x[order[rank]][0], 0.02);
        }

        Assert.Equal(ExactMath.NormalInverse(0.5 / values.Length), x[order[0]][0], 1e-5);
    }

    [Fact]
    public void Quantile_normal_cuts_values_beyond_the_training_rows_and_gives_zero_for_missing()
    {
        var table = new CleanTable().Doubles("a", [.. Enumerable.Range(0, 100).Select(i => (double?)i)]).Doubles("y", Fitting.Labels(100));
        var model = Fitting.Fit(table, Fitting.Spec(("a", [new QuantileNormalSpec()])));
        var (x, _) = Fitting.Encode(model, new CleanTable().Doubles("a", -1e9, 0, 49.5, 99, 1e9, null, double.NaN).Doubles("y", Fitting.Labels(7)));
        Assert.Equal(x[1][0], x[0][0]);
        Assert.Equal(x[3][0], x[4][0]);
        Assert.Equal(0, x[2][0], 1e-6);
        Assert.Equal([0f, 0f], [x[5][0], x[6][0]]);
        Assert.Equal(-x[0][0], x[4][0], 1e-6);
    }

    [Fact]
    public void Piecewise_linear_fills_bins_marks_frequent_values_and_missing()
    {
        double?[] values = [.. Enumerable.Range(0, 300).Select(i => (double?)(i / 100.0)), .. Enumerable.Repeat((double?)0.5, 5)];
        var table = new CleanTable().Doubles("a", values).Doubles("y", Fitting.Labels(values.Length));
        var model = Fitting.Fit(table, Fitting.Spec(("a", [new PiecewiseLinearSpec { Edges = 4, FrequentShare = 0.015, FrequentRows = 5 }])));
        var fitted = Assert.IsType<FittedPiecewiseLinear>(model.Columns[0].Steps[0]);
        Assert.Equal([0.5], fitted.Frequent);
        Assert.InRange(fitted.Edges.Count, 2, 4);
        Assert.Equal((0.0, 2.99), (fitted.Edges[0], fitted.Edges[^1]));
        var bins = fitted.Edges.Count - 1;
        var (x, _) = Fitting.Encode(model, new CleanTable().Doubles("a", -1, 0.5, 9, null, (fitted.Edges[0] + fitted.Edges[1]) / 2).Doubles("y", Fitting.Labels(5)));
        Assert.All(x[0], value => Assert.Equal(0, value));
        Assert.Equal(1, x[1][bins]);
        Assert.All(x[2][..bins], value => Assert.Equal(1, value));
        Assert.Equal(1, x[3][^1]);
        Assert.Equal(1, x[3].Sum());
        Assert.Equal(0.5, x[4][0], 1e-6);
    }

    [Fact]
    public void The_layout_says_which_features_are_one_number()
    {
        var table = new CleanTable().Doubles("a", 1, 2, 3, 4).Doubles("b", 1, 1, 2, 3).Doubles("c", 4, 3, 2, 1).Doubles("y", Fitting.Labels(4));
        var layout = Fitting.Fit(table, Fitting.Spec(
            ("a", [new StandardiseSpec(), new LogSpec(), new QuantileNormalSpec(), new PiecewiseLinearSpec { Edges = 3 }]),
            ("b", [new PassThroughSpec(), new PiecewiseLinearSpec { Edges = 2 }]),
            ("c", [new StandardiseSpec()]))).Layout;
        Assert.Equal(["a", "b"], layout.Numbers.Select(number => number.Name));
        foreach (var number in layout.Numbers)
        {
            var names = layout.Dense.Skip(number.First).Take(number.Count).ToArray();
            Assert.Equal($"{number.Name}:none", names[^1]);
            Assert.Equal(number.Bins, names.Skip(number.Linear).Count(name => name.Contains(":bin ", StringComparison.Ordinal)));
            Assert.DoesNotContain(names.Take(number.Linear), name => name.Contains(":bin ", StringComparison.Ordinal));
        }

        Assert.Equal(["a:z", "a:q"], layout.Dense.Skip(layout.Numbers[0].First).Take(layout.Numbers[0].Linear));
        Assert.Equal(0, layout.Numbers[1].Linear);
    }

    [Theory]
    [InlineData(1_000, 6, 8)]
    [InlineData(5_000, 15, 25)]
    [InlineData(12_000, 30, 48)]
    public void Piecewise_linear_has_a_bin_for_two_hundred_rows_and_keeps_to_the_most_of_edges(int rows, int least, int most)
    {
        var random = new Random(3);
        double?[] values = [.. Enumerable.Range(0, rows).Select(_ => (double?)Math.Floor(Math.Exp(8 * random.NextDouble())))];
        var table = new CleanTable().Doubles("a", values).Doubles("y", Fitting.Labels(values.Length));
        var fitted = (FittedPiecewiseLinear)Fitting.Fit(table, Fitting.Spec(("a", [new PiecewiseLinearSpec()]))).Columns[0].Steps[0];
        Assert.InRange(fitted.Edges.Count, least, most);
        Assert.InRange(fitted.Frequent.Count, 1, most);
        Assert.All(fitted.Frequent, value => Assert.True(values.Count(each => each == value) > Math.Max(49, 0.005 * rows)));
    }

    [Fact]
    public void A_frequent_value_of_too_few_rows_has_no_indicator()
    {
        double?[] values = [.. Enumerable.Repeat((double?)1, 49), .. Enumerable.Repeat((double?)2, 50), .. Enumerable.Range(3, 901).Select(i => (double?)i)];
        var table = new CleanTable().Doubles("a", values).Doubles("y", Fitting.Labels(values.Length));
        Assert.Equal([2], Frequent(new PiecewiseLinearSpec()));
        Assert.Equal([1, 2], Frequent(new PiecewiseLinearSpec { FrequentRows = 49 }));

        IReadOnlyList<double> Frequent(PiecewiseLinearSpec spec) =>
            ((FittedPiecewiseLinear)Fitting.Fit(table, Fitting.Spec(("a", [spec]))).Columns[0].Steps[0]).Frequent;
    }

    [Fact]
    public void Buckets_include_their_lower_edge()
    {
        var table = new CleanTable().Doubles("a", -1, 0, 4.9, 5, null).Doubles("y", Fitting.Labels(5));
        var spec = new BucketsSpec { Edges = [0, 5] };
        var (x, _) = Fitting.Encode(Fitting.Fit(table, Fitting.Spec(("a", [spec]))), table);
        Assert.Equal([0, 1, 1, 2, 3], x.Select(row => System.Array.IndexOf(row, 1f)));
        var model = Fitting.Fit(table, Fitting.Spec(("a", [spec with { Output = CategoryOutput.Index }])));
        Assert.Equal(new CategoricalFeature("a:bucket", 4, 2), Assert.Single(model.Layout.Categories));
        using var batch = table.Batch();
        using var encoded = model.CreateEncoder(1).EncodeAll(batch);
        Assert.Equal([1f, 2f, 2f, 3f, 0f], Fitting.Rows(encoded, "c").Select(row => row[0]));
        Assert.Equal(-1, CleanIndex(encoded, "x"));
    }

    [Fact]
    public void Quantile_buckets_hold_about_equally_many_rows()
    {
        var random = new Random(9);
        double?[] values = [.. Enumerable.Range(0, 1_000).Select(_ => (double?)(random.NextDouble() * random.NextDouble()))];
        var table = new CleanTable().Doubles("a", values).Doubles("y", Fitting.Labels(values.Length));
        var (x, _) = Fitting.Encode(Fitting.Fit(table, Fitting.Spec(("a", [new BucketsSpec { Count = 4 }]))), table);
        Assert.All(Enumerable.Range(0, 4), bucket => Assert.InRange(x.Count(row => row[bucket] == 1), 248, 252));
    }

    [Theory]
    [InlineData(UnknownPolicy.Own)]
    [InlineData(UnknownPolicy.Zeros)]
    public void One_hot_has_entries_for_unknown_and_missing(UnknownPolicy unknown)
    {
        var table = new CleanTable().Strings("a", "b", "é", "b", "a", "rare", "é").Doubles("y", Fitting.Labels(6));
        var model = Fitting.Fit(table, Fitting.Spec(("a", [new OneHotSpec { MinCount = 2, Unknown = unknown }])));
        string[] names = unknown == UnknownPolicy.Own ? ["a=b", "a=é", "a:unknown", "a:none"] : ["a=b", "a=é", "a:none"];
        Assert.Equal(names, model.Layout.Dense);
        var (x, report) = Fitting.Encode(model, new CleanTable().Strings("a", "é", "new", null).Doubles("y", Fitting.Labels(3)));
        Assert.Equal(1, x[0][1]);
        Assert.Equal(unknown == UnknownPolicy.Own ? 1 : 0, x[1].Sum());
        Assert.Equal(1, x[2][^1]);
        Assert.Equal(new ColumnEncodingCounts(1, 1), report.Columns["a"]);
    }

    [Fact]
    public void Embedding_indices_keep_zero_for_unknown_and_take_the_most_frequent()
    {
        var table = new CleanTable().Strings("a", "z", "z", "b", "b", "c", "c", "d", null, null).Doubles("y", Fitting.Labels(9));
        var model = Fitting.Fit(table, Fitting.Spec(("a", [new EmbeddingSpec { MinCount = 2, MaxSize = 2, Dimension = 3 }])));

        // Equal counts: the first in byte order stay. Missing is frequent enough for an entry of its own.
        Assert.Equal(["b", "c"], Assert.IsType<FittedEmbedding>(model.Columns[0].Steps[0]).Values);
        Assert.Equal(new CategoricalFeature("a", 4, 3), model.Layout.Categories[0]);
        using var batch = table.Batch();
        var encoder = model.CreateEncoder(8);
        using var encoded = encoder.EncodeAll(batch);
        Assert.Equal([0f, 0f, 2f, 2f, 3f, 3f, 0f, 1f, 1f], Fitting.Rows(encoded, "c").Select(row => row[0]));
        Assert.Equal(new ColumnEncodingCounts(2, 3), encoder.TakeReport().Columns["a"]);
    }

    [Fact]
    public void Rarely_missing_values_count_as_unknown()
    {
        var table = new CleanTable().Longs("a", 1, 1, 2, 2, null).Doubles("y", Fitting.Labels(5));
        var model = Fitting.Fit(table, Fitting.Spec(("a", [new EmbeddingSpec { MinCount = 2 }])));
        using var batch = table.Batch();
        using var encoded = model.CreateEncoder(8).EncodeAll(batch);
        Assert.Equal([1f, 1f, 2f, 2f, 0f], Fitting.Rows(encoded, "c").Select(row => row[0]));
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(40, 4)]
    [InlineData(100, 7)]
    public void An_embedding_has_the_root_of_its_entries_as_columns_but_at_most_one_for_ten_rows_of_a_category(int rowsOfCategory, int columns)
    {
        var rows = 36 * rowsOfCategory;
        var table = new CleanTable().Strings("a", [.. Enumerable.Range(0, rows).Select(static row => $"c{row % 36}"), "rare"]).Doubles("y", Fitting.Labels(rows + 1));
        var model = Fitting.Fit(table, Fitting.Spec(("a", [new EmbeddingSpec()])));
        Assert.Equal(new CategoricalFeature("a", 37, columns), Assert.Single(model.Layout.Categories));
    }

    [Fact]
    public void Hashing_is_fixed_and_keeps_missing_apart()
    {
        var table = new CleanTable().Strings("a", "x", "y", "x", null).Doubles("y", Fitting.Labels(4));
        var model = Fitting.Fit(table, Fitting.Spec(("a", [new HashSpec { Buckets = 10 }])));
        using var batch = table.Batch();
        using var encoded = model.CreateEncoder(8).EncodeAll(batch);
        var c = Fitting.Rows(encoded, "c").Select(row => (int)row[0]).ToArray();
        Assert.Equal([1 + (int)(System.IO.Hashing.XxHash64.HashToUInt64("x"u8) % 10), c[1], c[0], 0], c);
    }

    [Fact]
    public void Booleans_are_plus_and_minus_one()
    {
        var table = new CleanTable().Booleans("a", true, false, null).Doubles("y", Fitting.Labels(3));
        var (x, _) = Fitting.Encode(Fitting.Fit(table, Fitting.Spec(("a", [new BooleanSpec()]))), table);
        Assert.Equal([1f, -1f, 0f], x.Select(row => row[0]));
    }

    [Fact]
    public void A_vector_has_one_feature_an_element()
    {
        var table = new CleanTable().Lists("a", [0, 255, 51], [255], null, [1, null, 2, 3]).Doubles("y", Fitting.Labels(4));
        var model = Fitting.Fit(table, Fitting.Spec(("a", [new VectorSpec { Length = 3, DivideBy = 255 }])));
        Assert.Equal(["a[0]", "a[1]", "a[2]"], model.Layout.Dense);
        var (x, report) = Fitting.Encode(model, table);
        Assert.Equal([0f, 1f, 0.2f], x[0]);
        Assert.Equal([1f, 0f, 0f], x[1]);
        Assert.Equal([0f, 0f, 0f], x[2]);
        Assert.Equal([1 / 255f, 0f, 2 / 255f], x[3]);
        Assert.Equal(new ColumnEncodingCounts(1, 1), report.Columns["a"]);
    }

    [Fact]
    public void A_sequence_is_scaled_and_keeps_its_last_elements()
    {
        var table = new CleanTable().Lists("a", [1, 3], null, [3, 1]).Doubles("y", Fitting.Labels(3));
        var model = Fitting.Fit(table, Fitting.Spec(("a", [new SequenceSpec()])));
        Assert.Equal(new SequenceFeature("a", 2), Assert.Single(model.Layout.Sequences));
        using var batch = new CleanTable().Lists("a", [9, 3, 1], [null], null).Doubles("y", Fitting.Labels(3)).Batch();
        var encoder = model.CreateEncoder(8);
        using var encoded = encoder.EncodeAll(batch);
        var lists = (ListArray)encoded.Column("s_a");
        Assert.Equal([0, 2, 3, 3], lists.ValueOffsets.ToArray());
        Assert.Equal([1f, -1f, 0f], ((FloatArray)lists.Values).Values.ToArray());
        Assert.Equal(new ColumnEncodingCounts(1, 1), encoder.TakeReport().Columns["a"]);
    }

    [Fact]
    public void Values_beyond_float32_become_its_largest()
    {
        var table = new CleanTable().Doubles("a", 1e300, -1e300, double.PositiveInfinity).Doubles("y", Fitting.Labels(3));
        var (x, report) = Fitting.Encode(Fitting.Fit(table, Fitting.Spec(("a", [new PassThroughSpec()]))), table);
        Assert.Equal([float.MaxValue, -float.MaxValue, 0f], x.Select(row => row[0]));
        Assert.Equal(1, report.Columns["a"].Missing);
    }

    private static int CleanIndex(RecordBatch batch, string name) => batch.Schema.FieldsList.ToList().FindIndex(field => field.Name == name);
}
