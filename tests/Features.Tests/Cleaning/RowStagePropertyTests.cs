using Apache.Arrow;
using CsCheck;
using Millrace.Features.Cleaning;
using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Contracts;
using static Millrace.Features.Tests.Cleaning.Batches;

namespace Millrace.Features.Tests.Cleaning;

public class RowStagePropertyTests
{
    private static readonly RowStage Stage = RowStage.Compile(
        new TableContract
        {
            Columns =
            [
                Column("id", "int16") with { Nullable = false },
                Column("code", "string") with { Allowed = ["AB", "CD"], OnFault = FaultAction.Null },
                Column("x", "float64"),
                Column("secret", "string") with { Personal = true },
            ],
        },
        [
            new NormaliseStep { Column = "code", Trim = true, Case = TextCase.Upper, CollapseSpaces = true, Unicode = UnicodeForm.Nfkc },
            new MapStep { Column = "code", Vocabulary = ["AB", "CD"], MaxDistance = 1 },
            new RuleStep { Name = "positive", Check = "x > 0", Otherwise = RuleAction.Quarantine },
            new RuleStep { Name = "small", Check = "x / to_float(id) < 10.0", Otherwise = RuleAction.Clip, Column = "x", Max = "50" },
            new RuleStep { Name = "even", Check = "id % 2 = 0", Otherwise = RuleAction.Replace, Column = "id", With = "id * 2" },
            new NormaliseStep { Column = "secret", Case = TextCase.Lower, EmptyToNull = true },
            new FillStep { Column = "x", Value = "1.5" },
        ]);

    private static readonly Gen<Row> Rows = Gen.Select(
        Gen.Frequency((9, Gen.Long[-40_000, 40_000].Select(value => (long?)value)), (1, Gen.Const((long?)null))),
        OneOf("AB", " ab ", "cd", "CE", "zzzz", "ＡＢ", "", null),
        Gen.Frequency((8, Gen.Double[-20, 1000].Select(value => (double?)value)), (1, Gen.Const((double?)null)), (1, Gen.Const((double?)double.NaN))),
        OneOf("Ann", "BOB", "", null),
        (id, code, x, secret) => new Row(id, code, x, secret));

    [Fact]
    public void Any_order_and_any_split_of_the_rows_give_the_same_statistics_bytes() =>
        Gen.Select(Rows.Array[0, 300], Gen.Int[0, 300], Gen.Int).Sample(
            (rows, cut, seed) =>
            {
                var whole = Statistics(rows);
                var mixed = (Row[])rows.Clone();
                new Random(seed).Shuffle(mixed);
                cut = Math.Min(cut, rows.Length);
                var (left, right) = (Statistics(mixed[..cut]), Statistics(mixed[cut..]));
                Assert.Equal(whole.ToBytes(), RowStageStatistics.Merge(left, right).ToBytes());
                Assert.Equal(whole.ToBytes(), RowStageStatistics.Merge(right, left).ToBytes());
                Assert.Equal(whole.ToBytes(), RowStageStatistics.Merge(RowStageStatistics.Empty, whole).ToBytes());
                Assert.Equal(whole.ToBytes(), RowStageStatistics.FromBytes(whole.ToBytes()).ToBytes());
            },
            iter: 60);

    [Fact]
    public void A_row_s_outcome_depends_on_that_row_alone() => Rows.Array[1, 100].Sample(
        rows =>
        {
            var together = Outcomes(rows);
            var alone = rows.SelectMany(row => Outcomes([row])).ToArray();
            Assert.Equal(alone, together);
        },
        iter: 30);

    [Fact]
    public void Clean_and_quarantined_rows_are_all_rows_and_never_both() => Rows.Array[0, 200].Sample(
        rows =>
        {
            using var source = Source(rows);
            using var worker = Stage.CreateWorker();
            using var result = worker.Process(source, Origin, RowStageMode.Training);
            var numbers = Values(result.Clean, "_source_row").Concat(result.Quarantined is { } bad ? Values(bad, "_source_row") : []);
            Assert.Equal(Enumerable.Range(100, rows.Length), numbers.Select(number => int.Parse(number!, null)).Order());
            Assert.All(result.Quarantined is { } some ? Reasons(some) : [], Assert.NotEmpty);
        },
        iter: 60);

    [Fact]
    public void Personal_values_stand_nowhere_in_the_statistics() => Rows.Array[0, 200].Sample(
        rows =>
        {
            var text = System.Text.Encoding.UTF8.GetString(Statistics(rows).ToBytes());
            Assert.DoesNotContain("Ann", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("BOB", text, StringComparison.OrdinalIgnoreCase);
        },
        iter: 30);

    private static Gen<string?> OneOf(params string?[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static RowStageStatistics Statistics(Row[] rows)
    {
        using var source = Source(rows);
        using var worker = Stage.CreateWorker();
        worker.Process(source, Origin, RowStageMode.Training).Dispose();
        return worker.TakeStatistics();
    }

    private static string[] Outcomes(Row[] rows)
    {
        using var source = Source(rows);
        using var worker = Stage.CreateWorker();
        using var result = worker.Process(source, Origin, RowStageMode.Training);
        var outcomes = new string[rows.Length];
        Place(result.Clean, outcomes, _ => "clean");
        if (result.Quarantined is { } quarantined)
        {
            var reasons = Reasons(quarantined);
            Place(result.QuarantinedConverted!, outcomes, row => string.Join(' ', reasons[row].Split(' ').Order(StringComparer.Ordinal)));
        }

        return outcomes;
    }

    private static void Place(RecordBatch batch, string[] outcomes, Func<int, string> prefix)
    {
        string[] columns = ["id", "code", "x", "secret", "_hash_hi", "_hash_lo"];
        var values = columns.Select(column => Values(batch, column)).ToArray();
        var rows = Values(batch, "_source_row");
        for (var row = 0; row < batch.Length; row++)
        {
            outcomes[int.Parse(rows[row]!, null) - 100] = $"{prefix(row)}: {string.Join('|', values.Select(column => column[row] ?? "null"))}";
        }
    }

    private static RecordBatch Source(Row[] rows) => Of(
        ("id", Longs([.. rows.Select(row => row.Id)])),
        ("code", Texts([.. rows.Select(row => row.Code)])),
        ("x", Doubles([.. rows.Select(row => row.X)])),
        ("secret", Texts([.. rows.Select(row => row.Secret)])));

    private sealed record Row(long? Id, string? Code, double? X, string? Secret);
}
