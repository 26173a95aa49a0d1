using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;
using SparkTypes = Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Tests.Sql;

/// <summary>
/// Every wrapped function with the arguments of the first example that Spark itself gives for it: the wrapper must give what the
/// example's SQL gives. Functions without a usable example are in <see cref="FunctionsWithoutExample"/>; none is left out.
/// </summary>
public partial class FunctionTests(SparkFixture spark)
{
    private static readonly HashSet<string> NotComparable =
    [
        // random, of the moment, or of the place
        "rand", "randn", "random", "randstr", "uniform", "uuid", "shuffle", "now", "current_timestamp", "localtimestamp", "current_date", "curdate",
        "current_time", "unix_timestamp", "input_file_name", "monotonically_increasing_id", "spark_partition_id",
        // their example makes a random UUID
        "java_method", "reflect", "try_reflect",
        // their example is not a call: WITHIN GROUP, EXTRACT, windows
        "listagg", "string_agg", "extract", "mode",
    ];

    /// <summary>What Spark says of its functions, asked once for all tests.</summary>
    private static readonly ConcurrentDictionary<string, string> Descriptions = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_wrapped_function_gives_what_its_SQL_gives()
    {
        await using SparkSession session = await spark.SessionAsync();
        List<Example> examples = await ExamplesAsync(session);
        Assert.True(examples.Count > 330, $"only {examples.Count} examples were usable");
        HashSet<string> known = await KnownAsync(session);
        string[] untried = [.. FunctionList().Where(known.Contains).Except(examples.Select(static e => e.Name)).Except(FunctionsWithoutExample.Names)];
        List<string> faults = [.. untried.Select(static name => $"no test calls {name}")];
        foreach (Example[] chunk in examples.Where(static e => e.From.Length == 0 && !e.Generates).Chunk(60))
        {
            await CompareAsync(session, chunk, faults);
        }

        foreach (IGrouping<string, Example> group in examples.Where(static e => e.From.Length > 0 && !e.Generates).GroupBy(static e => e.From))
        {
            await CompareAsync(session, [.. group], faults);
        }

        foreach (Example example in examples.Where(static e => e.Generates))
        {
            await CompareAsync(session, [example], faults);
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Fact]
    public async Task Functions_without_an_example_give_what_their_SQL_gives()
    {
        await using SparkSession session = await spark.SessionAsync();
        await session.Conf().SetAsync("spark.sql.timeType.enabled", "true", Token);
        await session.Conf().SetAsync("spark.sql.geospatial.enabled", "true", Token);
        HashSet<string> absent = [.. FunctionList().Except(await KnownAsync(session))]; // from this release of Spark
        var faults = new List<string>();
        foreach (var group in FunctionsWithoutExample.Calls.Where(one => !FunctionsWithoutExample.NamesIn(one.Sql).Any(absent.Contains)).GroupBy(static one => one.From))
        {
            await CompareAsync(session, [.. group.Select(static one => new Example(one.Sql, one.Sql, one.From, one.Call))], faults, mustGive: true);
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Fact]
    public async Task Functions_of_functions_take_lambdas()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame one = session.Sql("SELECT array(1, 2, 3) AS a, array(4, 5, 6) AS b, map('x', 1, 'y', 2) AS m, map('x', 10) AS n");
        Row row = (await one.Select(
            Transform(Col("a"), x => x + 1), Filter(Col("a"), x => x > 1), Exists(Col("a"), x => x == 3), Forall(Col("a"), x => x < 3),
            Aggregate(Col("a"), Lit(0), (s, x) => s + x), Aggregate(Col("a"), Lit(0), (s, x) => s + x, s => s * 10), Reduce(Col("a"), Lit(1), (s, x) => s * x),
            ZipWith(Col("a"), Col("b"), (x, y) => x * y), MapFilter(Col("m"), (k, v) => v > 1), TransformKeys(Col("m"), (k, v) => Concat(k, k)),
            TransformValues(Col("m"), (k, v) => v * 2), MapZipWith(Col("m"), Col("n"), (k, x, y) => Coalesce(x, Lit(0)) + Coalesce(y, Lit(0))),
            ArraySort(Col("a"), (x, y) => y - x), Transform(Col("a"), x => Aggregate(Col("b"), Lit(0), (s, y) => s + (y * x)))).FirstAsync(Token))!;
        Assert.Equal(
            "[[2, 3, 4],[2, 3],true,false,6,60,6,[4, 10, 18],{y -> 2},{xx -> 1, yy -> 2},{x -> 2, y -> 4},{x -> 11, y -> 2},[3, 2, 1],[15, 30, 45]]",
            row.ToString());
    }

    [Fact]
    public async Task Functions_of_windows_know_the_rows_around()
    {
        await using SparkSession session = await spark.SessionAsync();
        var window = Millrace.Spark.Sql.Expressions.Window.OrderBy("id");
        IReadOnlyList<Row> rows = await session.Range(4).Select(
            CumeDist().Over(window), DenseRank().Over(window), Rank().Over(window), PercentRank().Over(window), RowNumber().Over(window), Ntile(2).Over(window),
            Lag("id", 1, -1L).Over(window), Lead("id", 1, -1L).Over(window), NthValue(Col("id"), 2).Over(window)).CollectAsync(Token);
        Assert.Equal("[0.5,2,2,0.3333333333333333,2,1,0,2,1]", rows[1].ToString());
    }

    [Fact]
    public async Task Functions_of_chance_and_of_the_moment_give_values_of_their_kind()
    {
        await using SparkSession session = await spark.SessionAsync();
        await session.Conf().SetAsync("spark.sql.timeType.enabled", "true", Token);
        (Column Call, Func<object?, bool> Holds)[] cases =
        [
            (Rand(), static v => v is >= 0.0 and < 1.0), (Rand(1), static v => v is >= 0.0 and < 1.0), (Random(), static v => v is >= 0.0 and < 1.0),
            (Randn(2), static v => v is double d && double.IsFinite(d)), (Uniform(Lit(3), Lit(5)), static v => v is >= 3 and <= 5),
            (Randstr(Lit(3)), static v => v is string { Length: 3 } s && s.All(char.IsAsciiLetterOrDigit)), (Uuid(), static v => v is string { Length: 36 } s && Guid.TryParse(s, out _)),
            (Shuffle(Array(Lit(1), Lit(2))), static v => v is System.Collections.IList { Count: 2 } two && two.Contains(1) && two.Contains(2)),
            (Now(), static v => v is SparkTypes.Timestamp), (CurrentTimestamp(), static v => v is SparkTypes.Timestamp), (Localtimestamp(), static v => v is SparkTypes.TimestampNtz),
            (CurrentDate(), static v => v is SparkTypes.Date), (Curdate(), static v => v is SparkTypes.Date), (CurrentTime(), static v => v is TimeOnly),
            (UnixTimestamp(), static v => v is > 1_700_000_000L), (SparkPartitionId(), static v => v is >= 0), (MonotonicallyIncreasingId(), static v => v is >= 0L),
            (InputFileName(), static v => v is ""), (CurrentUser(), static v => v is string { Length: > 0 }), (Version(), static v => v is string s && s.StartsWith("4.", StringComparison.Ordinal)),
        ];
        Row row = (await session.Range(1).Select([.. cases.Select(static one => one.Call)]).FirstAsync(Token))!;
        Assert.All(Enumerable.Range(0, cases.Length), index => Assert.True(cases[index].Holds(row[index]), $"{row.Schema.Fields[index].Name}: {ClrTypes.Text(row[index])}"));
    }

    [Fact]
    public void Every_function_of_the_list_has_a_member()
    {
        Dictionary<string, MethodInfo[]> members = Members();
        Assert.True(members.Count > 450, $"{members.Count}");
        Assert.All(new[] { "Abs", "DayOfWeek", "XXHash64", "TryVariantGet", "KllSketchAggBigint" }, name => Assert.True(members.ContainsKey(name)));
    }

    // The list that the members are made from: name(arguments) sentence.
    private static List<string> FunctionList()
    {
        using Stream list = typeof(FunctionTests).Assembly.GetManifestResourceStream("spark-functions.txt")!;
        using var reader = new StreamReader(list);
        return [.. reader.ReadToEnd().Split('\n').Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line[..line.IndexOf('(', StringComparison.Ordinal)])];
    }

    private static Dictionary<string, MethodInfo[]> Members() => typeof(Functions).GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(static m => m.ReturnType == typeof(Column)).GroupBy(static m => m.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(static g => g.Key, static g => g.ToArray(), StringComparer.OrdinalIgnoreCase);

    private static async Task<HashSet<string>> KnownAsync(SparkSession session) =>
        [.. (await (await session.SqlAsync("SHOW SYSTEM FUNCTIONS", Token)).CollectAsync(Token)).Select(static row => row.GetAs<string>(0))];

    private static async Task CompareAsync(
        SparkSession session, Example[] examples, List<string> faults, bool mustGive = false, List<string>? refused = null)
    {
        string from = examples[0].From.Length > 0 ? " FROM " + examples[0].From : "";
        try
        {
            DataFrame input = examples[0].From.Length > 0 ? session.Sql("SELECT * FROM " + examples[0].From) : session.Range(1);
            IReadOnlyList<Row> wrapped = await input.Select([.. examples.Select(static e => e.Wrapped)]).CollectAsync(Token);
            IReadOnlyList<Row> expected = await session.Sql($"SELECT {string.Join(", ", examples.Select(static e => e.Sql))}{from}").CollectAsync(Token);
            for (int r = 0; r < Math.Max(wrapped.Count, expected.Count); r++)
            {
                for (int c = 0; c < expected[r].Size(); c++)
                {
                    if (!ClrTypes.ValuesEqual(expected[r][c], wrapped[r][c]))
                    {
                        faults.Add($"{examples[Math.Min(c, examples.Length - 1)].Sql}: {ClrTypes.Text(wrapped[r][c])} instead of {ClrTypes.Text(expected[r][c])}");
                    }
                }
            }
        }
        catch (SparkException) when (examples.Length > 1)
        {
            foreach (Example example in examples)
            {
                await CompareAsync(session, [example], faults, mustGive, refused);
            }
        }
        catch (SparkException e)
        {
            // An example that fails as SQL too (a missing package, an error on purpose) says nothing about the wrapper.
            string? sqlError = await ErrorAsync(session, $"SELECT {examples[0].Sql}{from}");
            if (mustGive || sqlError != e.ErrorClass)
            {
                faults.Add($"{examples[0].Sql}: {e.ErrorClass} instead of {sqlError ?? "a value"}");
            }

            refused?.Add($"{examples[0].Sql}: {e.ErrorClass}");
        }
    }

    private static async Task<string?> ErrorAsync(SparkSession session, string sql)
    {
        try
        {
            await (await session.SqlAsync(sql, Token)).CollectAsync(Token);
            return null;
        }
        catch (SparkException e)
        {
            return e.ErrorClass;
        }
    }

    private static async Task<List<Example>> ExamplesAsync(SparkSession session)
    {
        var examples = new List<Example>();
        Dictionary<string, MethodInfo[]> members = Members();
        foreach (string name in (await KnownAsync(session)).Where(static n => char.IsAsciiLetter(n[0]) && !NotComparable.Contains(n)))
        {
            if (!members.TryGetValue(name.Replace("_", "", StringComparison.Ordinal), out MethodInfo[]? overloads))
            {
                continue;
            }

            if (Example.Parse(name, await DescriptionAsync(session, name), overloads) is { } example)
            {
                examples.Add(example);
            }
        }

        return examples;
    }

    private static async Task<string> DescriptionAsync(SparkSession session, string name)
    {
        if (!Descriptions.TryGetValue(name, out string? text))
        {
            IReadOnlyList<Row> lines = await (await session.SqlAsync($"DESCRIBE FUNCTION EXTENDED {name}", Token)).CollectAsync(Token);
            Descriptions[name] = text = string.Join("\n", lines.Select(static r => r.GetAs<string>(0)));
        }

        return text;
    }

    /// <summary>One call of a function as SQL and through its wrapper.</summary>
    private sealed partial record Example(string Name, string Sql, string From, Column Wrapped)
    {
        private static readonly string[] Generators = ["explode", "inline", "stack", "json_tuple"];

        public bool Generates => Generators.Any(g => Sql.StartsWith(g, StringComparison.Ordinal) || Sql.StartsWith("pos" + g, StringComparison.Ordinal));

        public static Example? Parse(string name, string description, MethodInfo[] overloads)
        {
            foreach (Match match in Calls().Matches(description))
            {
                string statement = match.Groups[1].Value.Replace("\n", " ", StringComparison.Ordinal).Trim();
                if (!statement.StartsWith(name + "(", StringComparison.Ordinal) || Split(statement[name.Length..]) is not var (arguments, rest))
                {
                    continue;
                }

                string from = rest.TrimStart().StartsWith("FROM ", StringComparison.OrdinalIgnoreCase) ? rest.TrimStart()[5..] : "";
                if ((rest.Trim().Length > 0 && from.Length == 0) || arguments.Any(static a => a.Contains("->", StringComparison.Ordinal) || a.Contains("DISTINCT", StringComparison.Ordinal)
                    || a.Contains("=>", StringComparison.Ordinal) || a == "*") || from.Contains("GROUP BY", StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                if (Call(overloads, [.. arguments.Select(Expr)]) is { } wrapped)
                {
                    return new Example(name, $"{name}({string.Join(", ", arguments)})", from, wrapped);
                }
            }

            return null;
        }

        private static Column? Call(MethodInfo[] overloads, Column[] arguments)
        {
            MethodInfo? exact = overloads.FirstOrDefault(m => m.GetParameters() is var p && p.Length == arguments.Length && p.All(static x => x.ParameterType == typeof(Column)));
            if (exact is not null)
            {
                return (Column)exact.Invoke(null, arguments)!;
            }

            MethodInfo? any = overloads.FirstOrDefault(static m => m.GetParameters() is [{ ParameterType: var t }] && t == typeof(Column[]));
            return any is null ? null : (Column)any.Invoke(null, [arguments])!;
        }

        /// <summary>The arguments between the parentheses at the start, parted at their outer commas, and what follows.</summary>
        private static (List<string> Arguments, string After)? Split(string text)
        {
            var arguments = new List<string>();
            int depth = 0, start = 1;
            for (int i = 0; i < text.Length; i++)
            {
                switch (text[i])
                {
                    case '\'' or '"':
                        char quote = text[i];
                        for (i++; i < text.Length && text[i] != quote; i++)
                        {
                            i += text[i] == '\\' ? 1 : 0;
                        }

                        break;
                    case '(' or '[':
                        depth++;
                        break;
                    case ')' or ']' when --depth == 0:
                        if (text[start..i].Trim().Length > 0)
                        {
                            arguments.Add(text[start..i].Trim());
                        }

                        return (arguments, text[(i + 1)..]);
                    case ',' when depth == 1:
                        arguments.Add(text[start..i].Trim());
                        start = i + 1;
                        break;
                }
            }

            return null;
        }

        [GeneratedRegex(@"> SELECT (.*?);\s*$", RegexOptions.Singleline | RegexOptions.Multiline)]
        private static partial Regex Calls();
    }
}
