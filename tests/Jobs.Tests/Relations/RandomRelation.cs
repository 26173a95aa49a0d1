using System.Globalization;
using Millrace.Features.Contracts;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Relations;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Tests.Relations;

/// <summary>Random small tables, full of nulls, ties and repeated keys, and random steps over them, from a seed.</summary>
internal sealed class RandomRelation
{
    private static readonly TimeSpan[] Stretches = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromMicroseconds(1), TimeSpan.FromHours(1)];

    private readonly Random _random;
    private int _names;

    public RandomRelation(int seed)
    {
        _random = new Random(seed);
        RowsSql = Values(_random.Next(1, 120));
        OtherSql = Values(_random.Next(1, 120));
        Job = new JobSpec
        {
            Name = "random",
            Input = new InputSpec { Files = ["rows.parquet"] },
            Contract = Contract(),
            Inputs = new Dictionary<string, SideInputSpec> { ["other"] = new() { Input = new InputSpec { Files = ["other.parquet"] }, Contract = Contract() } },
            Relation = new RelationSpec { Time = "t", Steps = [.. Steps()] },
            Gates = new GateSpec { MaxQuarantined = 1 },
        };
    }

    /// <summary>The main table as a query.</summary>
    public string RowsSql { get; }

    /// <summary>The further table as a query.</summary>
    public string OtherSql { get; }

    public JobSpec Job { get; }

    private static TableContract Contract() => new()
    {
        Columns =
        [
            Column("id", "int64"), Column("k", "int32"), Column("s", "string"), Column("d", "date"), Column("t", "timestamp"),
            Column("v", "int64"), Column("f", "float64") with { Scale = 2 }, Column("b", "bool"), Column("n", "decimal(9,2)"),
        ],
    };

    private static ColumnContract Column(string name, string type) => new() { Name = name, Type = ColumnType.Parse(type), Nullable = true };

    private string Values(int rows) =>
        "SELECT id::BIGINT AS id, k::INTEGER AS k, s, (DATE '2013-01-01' + d::INTEGER) AS d, make_timestamptz(t::BIGINT) AS t, v::BIGINT AS v, f::DOUBLE AS f, b, n::DECIMAL(9,2) AS n FROM (VALUES "
        + string.Join(", ", Enumerable.Range(0, rows).Select(_ => Invariant(
            $"({_random.Next(rows)}, {Maybe(_random.Next(6))}, {Maybe(Text())}, {Maybe(_random.Next(4))}, {Maybe(1_357_000_000_000_000 + (_random.Next(30) * 1_000_000L))}, {Maybe(Long())}, {Maybe(_random.Next(-5000, 5000) / 100m)}, {Maybe(_random.Next(2) == 0 ? "true" : "false")}, {Maybe(_random.Next(-500, 500) / 100m)})")))
        + ") t(id, k, s, d, t, v, f, b, n)";

    private string Text() => _random.Next(5) switch { 0 => "''", 1 => "'a'", 2 => "'A'", 3 => "'ä'", _ => "'a '" };

    private long Long() => _random.Next(10) == 0 ? _random.NextInt64(-(1L << 50), 1L << 50) : _random.Next(-5, 5);

    private object Maybe(object value) => _random.Next(6) == 0 ? "NULL" : value;

    private IEnumerable<RelationStep> Steps()
    {
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            if (_random.Next(5) == 0)
            {
                var values = Aggregates();
                var group = new GroupStep { Of = "other", Into = $"groups{i}", By = [.. On(1).Keys], Values = values };
                yield return group;
                yield return new JoinStep { With = group.Into, On = group.By.ToDictionary(key => key), Take = values.Keys.ToDictionary(_ => Name(), name => name, StringComparer.Ordinal) };
            }

            yield return _random.Next(6) switch
            {
                0 => new JoinStep { With = "other", On = On(1), Kind = _random.Next(2) == 0 ? JoinKind.Left : JoinKind.Inner, FanOut = FanOut.Allow, Take = Take() },
                1 => new JoinStep { With = "other", On = On(2), Kind = _random.Next(2) == 0 ? JoinKind.Semi : JoinKind.Anti },
                2 => new AsOfStep { With = With(), On = On(0), WithTime = "t", Within = Stretch(), Equal = _random.Next(2) == 0, Take = Take() },
                3 => new WindowStep { With = With(), On = On(0), WithTime = "t", Over = Stretch(), Gap = Stretch(), Equal = true, Values = Aggregates() },
                4 => new WindowStep { On = On(1), WithTime = "t", Over = TimeSpan.FromSeconds(7), Equal = false, Values = Aggregates() },
                _ => new DistinctStep { By = [.. On(1).Keys], Keep = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => new SurvivorSpec { Column = Pick("v", "s", "t", "f", "d"), Prefer = _random.Next(2) == 0 ? Preference.Smallest : Preference.Largest })] },
            };
        }
    }

    private string With() => Pick("other", "rows");

    private Dictionary<string, string> On(int least) =>
        new[] { "k", "s", "d" }.OrderBy(_ => _random.Next()).Take(_random.Next(Math.Max(least, 0), 3)).ToDictionary(name => name, name => name, StringComparer.Ordinal);

    private Dictionary<string, string> Take() =>
        Enumerable.Range(0, _random.Next(1, 4)).ToDictionary(_ => Name(), _ => Pick("id", "k", "s", "d", "t", "v", "f", "b", "n"), StringComparer.Ordinal);

    private Dictionary<string, AggregateSpec> Aggregates() => Enumerable.Range(0, _random.Next(1, 5)).ToDictionary(
        _ => Name(),
        AggregateSpec (_) => _random.Next(6) switch
        {
            0 => new CountAggregateSpec(),
            1 => new CountAggregateSpec { Column = Pick("s", "f", "b") },
            2 => new SumAggregateSpec { Column = Pick("v", "f", "b") },
            3 => new MeanAggregateSpec { Column = Pick("v", "f", "b", "n") },
            4 => new MinAggregateSpec { Column = Pick("v", "f", "t") },
            _ => new MaxAggregateSpec { Column = Pick("v", "f", "t") },
        },
        StringComparer.Ordinal);

    private TimeSpan Stretch() => Stretches[_random.Next(Stretches.Length)];

    private string Pick(params string[] names) => names[_random.Next(names.Length)];

    private string Name() => Invariant($"new_{_names++}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
