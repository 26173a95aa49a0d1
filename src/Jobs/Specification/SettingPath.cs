using System.Globalization;

namespace Millrace.Jobs.Specification;

/// <summary>The name of a setting inside a job: <c>cleaning[1].rule.check</c>, <c>contract["odd name"].type</c>.</summary>
internal static class SettingPath
{
    /// <summary>A member of what <paramref name="path"/> names.</summary>
    public static string Member(string path, string name)
    {
        if (!IsPlain(name))
        {
            return $"{path}[\"{name}\"]";
        }

        return path.Length == 0 ? name : $"{path}.{name}";
    }

    /// <summary>An item of the list that <paramref name="path"/> names, from 0.</summary>
    public static string Item(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    /// <summary>The path of which <paramref name="path"/> is a member or an item; null for the job as a whole.</summary>
    public static string? Parent(string path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        if (path[^1] == ']')
        {
            var open = path.EndsWith("\"]", StringComparison.Ordinal)
                ? path.LastIndexOf("[\"", StringComparison.Ordinal)
                : path.LastIndexOf('[');
            return open < 0 ? "" : path[..open];
        }

        var dot = path.LastIndexOf('.');
        return dot < 0 ? "" : path[..dot];
    }

    /// <summary>True where <paramref name="path"/> is <paramref name="ancestor"/> or lies inside it.</summary>
    public static bool IsWithin(string path, string ancestor) =>
        ancestor.Length == 0
        || (path.StartsWith(ancestor, StringComparison.Ordinal)
            && (path.Length == ancestor.Length || path[ancestor.Length] is '.' or '['));

    private static bool IsPlain(string name)
    {
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '-'))
            {
                return false;
            }
        }

        return name.Length > 0;
    }
}
