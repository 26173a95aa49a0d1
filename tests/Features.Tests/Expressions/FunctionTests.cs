using Millrace.Features.Expressions.Functions;

namespace Millrace.Features.Tests.Expressions;

public class FunctionTests
{
    public static TheoryData<string, string> Cases => new(
        FunctionRegistry.Groups.SelectMany(group => group.Functions).SelectMany(function => function.Cases).Select(one => (one.Expression, one.Result)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_gives_its_result_over_constants_and_over_columns(string expression, string result)
    {
        Assert.Equal(result, Evaluator.Constant(expression));
        var rows = Evaluator.Columns(expression);
        Assert.All(rows.Where((_, row) => row != Evaluator.NullRow), row => Assert.Equal(result, row));
    }

    [Fact]
    public void Every_function_has_cases() =>
        Assert.All(FunctionRegistry.Groups.SelectMany(group => group.Functions), function => Assert.NotEmpty(function.Cases));

    [Fact]
    public void The_documentation_holds_the_tables_of_the_registry()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Millrace.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository is not above the tests.");
        }

        var path = Path.Combine(folder, "docs", "rules.md");
        var tables = FunctionRegistry.ToMarkdown();
        if (Environment.GetEnvironmentVariable("MILLRACE_WRITE_DOCS") is not null)
        {
            var document = File.ReadAllText(path);
            var start = document.IndexOf("### Logic and comparison", StringComparison.Ordinal);
            File.WriteAllText(path, document[..start] + tables.TrimEnd() + "\n");
        }

        Assert.Contains(tables.TrimEnd(), File.ReadAllText(path), StringComparison.Ordinal);
    }
}
