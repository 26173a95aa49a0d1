using System.Text;
using System.Text.RegularExpressions;

namespace Millrace.Jobs.Survey;

/// <summary>One name of a path pattern: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a]</c>, <c>{one,two}</c>. Matching is linear in the name's length.</summary>
internal sealed class GlobSegment
{
    private readonly Regex _regex;

    private GlobSegment(Regex regex)
    {
        _regex = regex;
    }

    /// <summary>Whether a path's name is a pattern.</summary>
    public static bool IsPattern(string name) => name.AsSpan().IndexOfAny("*?[{") >= 0;

    /// <summary>Reads a pattern. An unclosed bracket or brace stands for itself.</summary>
    /// <exception cref="SurveyException">A range of characters runs backwards.</exception>
    public static GlobSegment Parse(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            i = Append(regex, pattern, i);
        }

        regex.Append('$');
        try
        {
            return new GlobSegment(new Regex(
                regex.ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline));
        }
        catch (ArgumentException)
        {
            throw new SurveyException($"The pattern '{pattern}' cannot be read: a range such as [a-z] begins with its smaller character. Correct 'input.files' in the job file.", []);
        }
    }

    /// <summary>Whether the name fits.</summary>
    public bool Matches(string name) => _regex.IsMatch(name);

    /// <summary>Appends what stands at <paramref name="i"/> and returns the place of its last character.</summary>
    private static int Append(StringBuilder regex, string pattern, int i)
    {
        switch (pattern[i])
        {
            case '*':
                regex.Append(".*");
                return i;
            case '?':
                regex.Append('.');
                return i;
            case '[' when pattern.IndexOf(']', Math.Min(i + 2, pattern.Length)) is var end and > 0:
                var negated = pattern[i + 1] is '!' or '^';
                var members = pattern[(i + (negated ? 2 : 1))..end].Replace("\\", @"\\").Replace("[", @"\[").Replace("^", @"\^");
                regex.Append(negated ? "[^" : "[").Append(members).Append(']');
                return end;
            case '{' when pattern.IndexOf('}', i) is var end and > 0:
                var choices = pattern[(i + 1)..end].Split(',').Select(Regex.Escape);
                regex.Append("(?:").AppendJoin('|', choices).Append(')');
                return end;
            default:
                regex.Append(Regex.Escape(pattern[i].ToString()));
                return i;
        }
    }
}
