using System.Text;
using Apache.Arrow;
using CsCheck;
using Millrace.Exact;
using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Labels;
using Millrace.Features.Encoders.Lists;
using Millrace.Features.Encoders.Numbers;
using Millrace.Features.Encoders.Times;
using Millrace.Features.Hashing;
using Millrace.Features.Splitting;

namespace Millrace.Features.Tests.Encoders;

public class FeatureFitTests
{
    private static readonly FeatureSpec Everything = Fitting.Spec(
        ("d", [new StandardiseSpec(), new ImputeSpec { Strategy = ImputeStrategy.Mean, Flag = true }, new LogSpec(), new QuantileNormalSpec(), new PiecewiseLinearSpec(), new BucketsSpec()]),
        ("l", [new OneHotSpec(), new ImputeSpec { Strategy = ImputeStrategy.MostFrequent }, new StandardiseSpec()]),
        ("s", [new ImputeSpec { Strategy = ImputeStrategy.MostFrequent }, new EmbeddingSpec { MinCount = 1 }]),
        ("t", [new CalendarSpec { Parts = [CalendarPart.Year, CalendarPart.Hour], Zone = "America/New_York" }]),
        ("v", [new SequenceSpec()]));

    [Fact]
    public void Any_order_and_any_split_of_the_rows_give_the_same_bytes() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int).Sample((rows, seed) =>
        {
            var table = Table(rows, seed, training: rows);
            var plan = FeaturePlan.Compile(Everything, table.Contract, LabelKind.Regression);
            var whole = new FeatureFit(plan);
            using (var batch = table.Batch())
            {
                whole.Add(batch, new SplitPart[rows]);
            }

            var random = new Random(seed);
            int[] order = [.. Enumerable.Range(0, rows)];
            random.Shuffle(order);
            var parts = Enumerable.Range(0, 3).Select(_ => new FeatureFit(plan)).ToArray();
            foreach (var chunk in order.Chunk(1 + (rows / 5)))
            {
                using var batch = table.Batch(chunk);
                parts[random.Next(3)].Add(batch, new SplitPart[chunk.Length]);
            }

            parts[2].Merge(FeatureFit.FromBytes(plan, parts[0].ToBytes()));
            parts[2].Merge(parts[1]);
            Assert.Equal(whole.ToBytes(), parts[2].ToBytes());
            Assert.Equal(rows, parts[2].Rows);
            if (rows > 1)
            {
                Assert.Equal(whole.Finish(Fitting.NothingCounted).ToJson(), parts[2].Finish(Fitting.NothingCounted).ToJson());
            }
        }, iter: 30);

    [Fact]
    public void Validation_and_test_rows_leave_no_trace_in_the_model()
    {
        SplitPart[] parts = [.. Enumerable.Range(0, 300).Select(row => row < 200 ? SplitPart.Train : row < 250 ? SplitPart.Validation : SplitPart.Test)];
        var one = Fitting.Fit(Table(300, seed: 1, training: 200), Everything, parts: parts);
        var other = Fitting.Fit(Table(300, seed: 2, training: 200), Everything, parts: parts);
        Assert.Equal(one.ToJson(), other.ToJson());
        Assert.Equal(one.Sha256, other.Sha256);

        // The tables do differ, and a training row among those does leave a trace.
        parts[250] = SplitPart.Train;
        Assert.NotEqual(one.Sha256, Fitting.Fit(Table(300, seed: 2, training: 200), Everything, parts: parts).Sha256);
    }

    [Fact]
    public void A_model_reads_back_from_its_bytes()
    {
        var model = Fitting.Fit(Table(200, seed: 4, training: 200), Everything);
        var again = FeatureModel.FromJson(model.ToJson());
        Assert.Equal(model.ToJson(), again.ToJson());
        Assert.Equal(model.Sha256, again.Sha256);
        Assert.Equal(model.Layout.Dense, again.Layout.Dense);
        Assert.Equal(model.Layout.Categories, again.Layout.Categories);
    }

    [Theory]
    [InlineData("millrace.features/1", "millrace.features/9")]
    [InlineData("\"embedding\"", "\"System.IO.File\"")]
    [InlineData("\"deviation\": ", "\"deviation\": -")]
    [InlineData("\"labels\"", "\"lables\"")]
    [InlineData("\"name\": \"d\"", "\"name\": \"nowhere\"")]
    public void A_damaged_model_is_refused(string text, string instead)
    {
        var json = Encoding.UTF8.GetString(Fitting.Fit(Table(200, seed: 4, training: 200), Everything).ToJson());
        var at = json.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0);
        var damaged = json[..at] + instead + json[(at + text.Length)..];
        Assert.Throws<InvalidDataException>(() => FeatureModel.FromJson(Encoding.UTF8.GetBytes(damaged)));
    }

    [Fact]
    public void A_labelled_batch_has_ids_lanes_labels_and_weights()
    {
        var table = new CleanTable().Doubles("a", 1, 2, 3, 4, 5).Doubles("unread", 9, 9, 9, 8, 7).Doubles("w", 1, 0.5, -1, null, 0).Doubles("y", 10, null, 30, 40, 50);
        var spec = Fitting.Spec(("a", [new PassThroughSpec()])) with { Weight = "w" };
        var model = Fitting.Fit(table, spec);
        Assert.Equal(2, model.TrainingRows);
        using var batch = table.Batch();
        var encoder = model.CreateEncoder(4);
        using var encoded = encoder.EncodeLabelled(batch, [0, 1, 2, 3, 4]);
        Assert.Equal([1f, 5f], Fitting.Rows(encoded, "x").Select(row => row[0]));
        Assert.Equal([10f, 50f], Fitting.Rows(encoded, "y").Select(row => row[0]));
        Assert.Equal([1f, 0f], ((FloatArray)encoded.Column("w")).Values.ToArray());
        Assert.Equal(model.Sha256, encoded.Schema.Metadata["millrace.features"]);

        var (hi, lo) = (new long[5], new long[5]);
        RowIdentity.Compute(batch, [0, 2, 3], hi, lo);
        Assert.Equal([hi[0], hi[4]], ((Int64Array)encoded.Column("id_hi")).Values.ToArray());
        Assert.Equal([lo[0], lo[4]], ((Int64Array)encoded.Column("id_lo")).Values.ToArray());
        Assert.Equal(
            [(int)(KeyedHash.Hash(KeyedHash.LaneKey, hi[0], lo[0]) & 3), (int)(KeyedHash.Hash(KeyedHash.LaneKey, hi[4], lo[4]) & 3)],
            ((Int32Array)encoded.Column("lane")).Values.ToArray());
        var report = encoder.TakeReport();
        Assert.Equal((5L, 1L, 2L), (report.Rows, report.WithoutLabel, report.WithoutWeight));
        Assert.Equal(0, encoder.TakeReport().Rows);
    }

    [Fact]
    public void Classes_are_indexed_in_byte_order()
    {
        var table = new CleanTable().Doubles("a", 1, 2, 3, 4).Strings("y", "no", "yes", "no", "no");
        var model = Fitting.Fit(table, Fitting.Spec(("a", [new PassThroughSpec()])), LabelKind.Binary);
        Assert.Equal(["no", "yes"], model.Layout.Labels[0].Classes);
        Assert.Equal([3L, 1L], model.Layout.Labels[0].ClassCounts);
        using var batch = table.Batch();
        using var encoded = model.CreateEncoder(8).EncodeLabelled(batch, [0, 1, 3]);
        Assert.Equal([0f, 1f, 0f], Fitting.Rows(encoded, "y").Select(row => row[0]));
    }

    [Fact]
    public void Scoring_needs_neither_label_nor_weight()
    {
        var table = new CleanTable().Doubles("a", 1, 2).Doubles("w", 1, 2).Doubles("y", 1, 2);
        var model = Fitting.Fit(table, Fitting.Spec(("a", [new PassThroughSpec()])) with { Weight = "w" });
        using var batch = new CleanTable().Doubles("a", 7, null).Batch();
        var encoder = model.CreateEncoder(8);
        using var encoded = encoder.EncodeAll(batch);
        Assert.Equal([7f, 0f], Fitting.Rows(encoded, "x").Select(row => row[0]));
        Assert.Equal([1f, 1f], ((FloatArray)encoded.Column("w")).Values.ToArray());
        Assert.Equal(1, encoder.TakeReport().Columns["a"].Missing);
    }

    [Fact]
    public void Regression_labels_keep_their_mean_and_deviation()
    {
        var table = new CleanTable().Doubles("a", 1, 2, 3).Doubles("y", 1, 2, 6);
        var label = Fitting.Fit(table, Fitting.Spec(("a", [new PassThroughSpec()]))).Layout.Labels[0];
        Assert.Equal((3.0, Math.Sqrt(14.0 / 3)), (label.Mean, label.Deviation));
    }

    [Fact]
    public void Labels_that_cannot_be_learned_are_typed_errors_without_values()
    {
        var spec = Fitting.Spec(("a", [new PassThroughSpec()]));
        var same = new CleanTable().Doubles("a", 1, 2).Doubles("y", 77, 77);
        var one = Assert.Throws<FeatureFitException>(() => Fitting.Fit(same, spec));
        Assert.Equal((FeatureFitFault.LabelHasOneValue, "y", 2L), (one.Fault, one.Column, one.Rows));
        Assert.DoesNotContain("77", one.Message, StringComparison.Ordinal);

        var three = new CleanTable().Doubles("a", 1, 2, 3).Strings("y", "p", "q", "secret");
        var many = Assert.Throws<FeatureFitException>(() => Fitting.Fit(three, spec, LabelKind.Binary));
        Assert.Equal(FeatureFitFault.TooManyClasses, many.Fault);
        Assert.DoesNotContain("secret", many.Message, StringComparison.Ordinal);

        var none = Assert.Throws<FeatureFitException>(() => Fitting.Fit(same, spec, parts: [SplitPart.Test, SplitPart.Validation]));
        Assert.Equal(FeatureFitFault.NoTrainingRows, none.Fault);
        var empty = Assert.Throws<FeatureFitException>(() => Fitting.Fit(new CleanTable().Doubles("a", 1).Doubles("y", (double?)null), spec));
        Assert.Equal((FeatureFitFault.NoTrainingRows, 1L), (empty.Fault, empty.Rows));
        var weightless = Assert.Throws<FeatureFitException>(() => Fitting.Fit(new CleanTable().Doubles("a", 1, 2).Doubles("w", 0, 0).Doubles("y", 1, 2), spec with { Weight = "w" }));
        Assert.Equal(FeatureFitFault.NoWeight, weightless.Fault);
    }

    [Fact]
    public void A_class_that_no_training_row_has_is_a_typed_error_with_its_count()
    {
        var table = new CleanTable().Doubles("a", 1, 2, 3, 4).Strings("y", "p", "q", "secret", "secret");
        var model = Fitting.Fit(table, Fitting.Spec(("a", [new PassThroughSpec()])), LabelKind.Multiclass, [SplitPart.Train, SplitPart.Train, SplitPart.Test, SplitPart.Test]);
        using var batch = table.Batch();
        var unseen = Assert.Throws<FeatureFitException>(() => model.CreateEncoder(8).EncodeLabelled(batch, [0, 2, 3]).Dispose());
        Assert.Equal((FeatureFitFault.UnseenLabel, "y", 2L), (unseen.Fault, unseen.Column, unseen.Rows));
        Assert.DoesNotContain("secret", unseen.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_of_another_type_is_refused_with_the_column()
    {
        var model = Fitting.Fit(new CleanTable().Doubles("a", 1, 2).Doubles("y", 1, 2), Fitting.Spec(("a", [new PassThroughSpec()])));
        using var other = new CleanTable().Strings("a", "1").Batch();
        Assert.Equal((FeatureFitFault.SchemaMismatch, "a"), Fault(() => model.CreateEncoder(8).EncodeAll(other).Dispose()));
        using var absent = new CleanTable().Doubles("b", 1).Batch();
        Assert.Equal((FeatureFitFault.SchemaMismatch, "a"), Fault(() => model.CreateEncoder(8).EncodeAll(absent).Dispose()));
    }

    [Fact]
    public void Personal_values_are_not_in_feature_names()
    {
        var table = new CleanTable().Strings("s", "secret", "other").Personal("s").Doubles("y", 1, 2);
        Assert.Equal(["s=#0", "s=#1", "s:unknown", "s:none"], Fitting.Fit(table, Fitting.Spec(("s", [new OneHotSpec()]))).Layout.Dense);
    }

    private static (FeatureFitFault, string?) Fault(Action action)
    {
        var exception = Assert.Throws<FeatureFitException>(action);
        return (exception.Fault, exception.Column);
    }

    /// <summary>A table whose training rows do not depend on the seed.</summary>
    private static CleanTable Table(int rows, int seed, int training)
    {
        var fixedRandom = new Random(99);
        var random = new Random(seed);
        Random For(int row) => row < training ? fixedRandom : random;
        return new CleanTable()
            .Doubles("d", [.. Enumerable.Range(0, rows).Select(row => For(row).Next(10) == 0 ? (double?)null : Math.Floor(200 * For(row).NextDouble()) / 7)])
            .Longs("l", [.. Enumerable.Range(0, rows).Select(row => For(row).Next(8) == 0 ? (long?)null : For(row).Next(6))])
            .Strings("s", [.. Enumerable.Range(0, rows).Select(row => For(row).Next(8) == 0 ? null : $"v{For(row).Next(30)}")])
            .Times("t", [.. Enumerable.Range(0, rows).Select(row => For(row).Next(8) == 0 ? null : $"20{10 + For(row).Next(12)}-03-{1 + For(row).Next(28)}T0{For(row).Next(9)}:30:00")])
            .Lists("v", [.. Enumerable.Range(0, rows).Select(row => For(row).Next(8) == 0 ? null : Enumerable.Range(0, For(row).Next(4)).Select(_ => (double?)For(row).Next(9)).ToArray())])
            .Doubles("y", [.. Enumerable.Range(0, rows).Select(row => (double?)(row + For(row).NextDouble()))]);
    }
}
