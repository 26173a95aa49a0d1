using System.Globalization;

namespace Millrace.Jobs.Specification;

/// <summary>One thing wrong with a job.</summary>
/// <param name="Path">The setting, such as <c>cleaning[1].rule.check</c>; empty for the job as a whole.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Remedy">What to do; empty where <paramref name="What"/> says it already.</param>
/// <param name="Line">Line in the job file, from 1; null for a job built in C#.</param>
/// <param name="Column">Column in characters, from 1; null for a job built in C#.</param>
public sealed record JobFault(string Path, string What, string Remedy, int? Line = null, int? Column = null)
{
    /// <summary>Offset in characters inside the value, such as the place in a rule expression; null where it is the value as a whole.</summary>
    public int? Offset { get; init; }

    /// <summary>Whether the fault follows from the columns of the contract, and so may be a consequence of a column that could not be read.</summary>
    internal bool FollowsFromContract { get; init; }

    /// <summary>The fault as one line: <c>file:line:column: path: what; what to do</c>.</summary>
    /// <param name="file">The job file as the user named it; null for a job built in C#.</param>
    public string ToText(string? file)
    {
        var place = (file, Line) switch
        {
            (null, _) => "",
            (_, null) => file + ": ",
            _ => string.Create(CultureInfo.InvariantCulture, $"{file}:{Line}:{Column}: "),
        };
        return $"{place}{(Path.Length == 0 ? "" : Path + ": ")}{What}{(Remedy.Length == 0 ? "" : "; " + Remedy)}";
    }
}
