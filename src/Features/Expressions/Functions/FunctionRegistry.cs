using System.Text;

namespace Millrace.Features.Expressions.Functions;

/// <summary>All functions and operators of the expression language. Immutable and thread-safe.</summary>
internal static class FunctionRegistry
{
    private static readonly Dictionary<string, FunctionDefinition> ByName = All.ToDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>Names of the functions that are called by name.</summary>
    public static IEnumerable<string> Names => ByName.Keys.Where(name => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));

    /// <summary>The functions in the order of the documentation, with the heading of each group.</summary>
    public static IReadOnlyList<(string Heading, IReadOnlyList<FunctionDefinition> Functions)> Groups =>
    [
        ("Logic and comparison", [.. LogicFunctions.All()]),
        ("Arithmetic and numbers", [.. NumberFunctions.All(), .. DecimalFunctions.All()]),
        ("Text", [.. TextFunctions.All()]),
        ("Dates and times", [.. TimeFunctions.All()]),
        ("Casts", [.. CastFunctions.All()]),
    ];

    private static IEnumerable<FunctionDefinition> All => Groups.SelectMany(group => group.Functions);

    public static FunctionDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The tables of functions and cases as Markdown: docs/rules.md holds them word for word.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder();
        foreach (var (heading, functions) in Groups)
        {
            text.Append("### ").Append(heading).Append("\n\n| Form | Takes | Gives | Cases |\n|---|---|---|---|\n");
            foreach (var function in functions)
            {
                var takes = string.Join(" or ", function.Overloads.Select(overload => overload.ToString()).Distinct());
                var cases = string.Join("<br>", function.Cases.Select(one => $"`{one.Expression}` → `{one.Result}`"));
                text.Append("| `").Append(Escape(function.Form)).Append("` | ").Append(Escape(takes)).Append(" | ")
                    .Append(Escape(function.Meaning)).Append(" | ").Append(Escape(cases)).Append(" |\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
